/** What an event is about, where its reader did not find it: in the places where consumers of the events have seen it. */
import { isObject, type JsonObject } from "../event/event-record.ts";
import { fieldsOf, text } from "../event/values.ts";
import { neverZero } from "../event/zero.ts";
import type { Row, SubjectKind } from "../row.ts";
import { fillDevice, setSubject } from "./device.ts";
import { label } from "./facts.ts";
import { fillLocation } from "./location.ts";

/**
 * Makes the `kind` of thing that `payload` tells of the subject of `row`, which has none yet. A thing is never replaced
 * by its place: all things of a place would share one history.
 */
export function findSubject(row: Row, payload: JsonObject, kind: SubjectKind): void {
  if (row.location_id === undefined) fillLocation(row, payload.location);
  setSubject(row, kind, findId(row, payload, kind));
}

function findId(row: Row, payload: JsonObject, kind: SubjectKind): string | undefined {
  switch (kind) {
    case "device":
      fillDriftedDevice(row, payload);
      return row.device_id ?? row.mac_address;
    case "asset":
    case "sensor":
    case "room_device":
      fillThing(row, payload);
      return row.device_id ?? row.mac_address;
    case "user":
      row.user_id ??= firstText(fieldsOf(payload.user).id, payload.userId);
      return row.user_id;
    case "camera": {
      const camera = fieldsOf(payload.camera);
      return firstText(camera.cameraId, camera.id);
    }
    case "space":
      return firstText(fieldsOf(payload.space).spaceId, payload.spaceId);
    case "location":
      row.location_id ??= text(payload.locationId);
      return row.location_id;
    case "anchor":
    case "connector":
    case "controller":
    case "tenant":
    case "admin":
    case "unknown":
      return undefined;
  }
}

function fillDriftedDevice(row: Row, payload: JsonObject): void {
  const about = firstObject(payload.device, payload.deviceInfo);
  const userId = row.user_id;
  fillDevice(row, about, neverZero);
  row.user_id ??= userId;
  row.device_id ??= firstText(about?.id, payload.deviceId);
  row.mac_address ??= firstText(about?.deviceMacAddress, payload.macAddress);
}

/** A tag, a sensor, a room's device: what a person does not carry about as their own. */
function fillThing(row: Row, payload: JsonObject): void {
  const about = firstObject(payload.deviceInfo, payload.device, payload.asset, payload.tag) ?? payload;
  row.device_id ??= firstText(about.deviceId, about.assetId, about.id);
  row.mac_address ??= firstText(about.deviceMacAddress, about.macAddress);
  row.device_type ??= firstText(about.deviceType, about.type, about.product);
  row.manufacturer ??= text(about.manufacturer);
  label(row, "device_name", firstText(about.deviceName, about.displayName, about.name));
}

function firstObject(...values: readonly unknown[]): JsonObject | undefined {
  return values.find(isObject);
}

function firstText(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const found = text(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
