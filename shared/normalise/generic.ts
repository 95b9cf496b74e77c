/** An event type nobody listed is normal input: its subject and place are taken from whatever it carries. */
import { isObject, type JsonObject } from "../event/event-record.ts";
import { fieldsOf, text } from "../event/values.ts";
import { neverZero } from "../event/zero.ts";
import type { Row, SubjectKind } from "../row.ts";
import { fillDevice, setSubject } from "./device.ts";
import { fillLocation, positionOf } from "./location.ts";
import { fillPosition } from "./position.ts";
import { findSubject } from "./subject.ts";

export function normaliseUnlisted(row: Row, payload: JsonObject): void {
  fillLocation(row, payload.location);
  const user = fieldsOf(payload.user);
  const info = fieldsOf(payload.deviceInfo);
  const space = fieldsOf(payload.space);
  if (isObject(payload.device)) fillDevice(row, payload.device, neverZero);
  row.device_id ??= text(info.deviceId) ?? text(payload.deviceId);
  row.mac_address ??= text(info.deviceMacAddress) ?? text(info.macAddress) ?? text(payload.macAddress);
  row.user_id ??= text(user.userId) ?? text(payload.userId) ?? text(payload.rawUserId);
  fillPosition(row, positionOf(payload) ?? payload, undefined);
  const device = row.device_id ?? row.mac_address;
  const spaceId = text(space.id) ?? text(payload.spaceId);
  if (device !== undefined) setSubject(row, kindOfDevice(payload), device);
  else if (isObject(payload.asset)) findSubject(row, payload, "asset");
  else if (row.user_id !== undefined) setSubject(row, "user", row.user_id);
  else if (spaceId !== undefined) setSubject(row, "space", spaceId);
  else setSubject(row, "location", row.location_id);
}

/** A tag or a sensor is no person's device, and must not be counted as one. */
function kindOfDevice(payload: JsonObject): SubjectKind {
  if (isObject(payload.asset)) return "asset";
  return text(fieldsOf(payload.deviceInfo).deviceType)?.startsWith("IOT_") ? "sensor" : "device";
}
