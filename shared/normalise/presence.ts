/** Visits of devices and of people: entry, inactivity, activity, exit, and the counts that come with them. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { bit, enumName, fieldsOf, joined, nonZero, number, text, timeMs, whole } from "../event/values.ts";
import type { Zero, ZeroOf } from "../event/zero.ts";
import type { Presence, Row } from "../row.ts";
import { fillDevice, fillPerson, fillRawUserId, setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";

const deviceEntry = messageNamed("DeviceEntry");
const deviceExit = messageNamed("DeviceExit");
const devicePresence = messageNamed("DevicePresence");
const userPresence = messageNamed("UserPresence");
const userCount = messageNamed("UserPresence.UserCount");
const devicePresenceEventType = enumNamed("DevicePresenceEventType");
const userPresenceEventType = enumNamed("UserPresenceEventType");
const connection = enumNamed("Connection");

const presenceOf: ReadonlyMap<string | undefined, Presence> = new Map<string, Presence>([
  ["DEVICE_ENTRY_EVENT", "entry"],
  ["DEVICE_IN_ACTIVE_EVENT", "inactive"],
  ["DEVICE_ACTIVE_EVENT", "active"],
  ["DEVICE_EXIT_EVENT", "exit"],
  ["DEVICE_SSID_CHANGE_EVENT", "ssid_change"],
  ["DEVICE_RAW_USER_ID_CHANGE_EVENT", "user_change"],
  ["USER_ENTRY_EVENT", "entry"],
  ["USER_IN_ACTIVE_EVENT", "inactive"],
  ["USER_ACTIVE_EVENT", "active"],
  ["USER_EXIT_EVENT", "exit"],
  // As a public mock of the API spells them.
  ["DEVICE_INACTIVE_EVENT", "inactive"],
  ["USER_INACTIVE_EVENT", "inactive"],
]);

/** A word nobody knows is no presence, but a fact: it is kept as it came, and replaces nothing that is known. */
function fillPresence(row: Row, word: string | undefined): void {
  row.presence = presenceOf.get(word);
  if (row.presence === undefined) label(row, "presence_event", word);
}

export function normaliseDeviceEntry(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  row.presence = "entry";
  fillVisit(row, payload, zeroOf(deviceEntry, payload), zeroOf);
}

export function normaliseDeviceExit(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  row.presence = "exit";
  fillVisit(row, payload, zeroOf(deviceExit, payload), zeroOf);
}

export function normaliseDevicePresence(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const zero = zeroOf(devicePresence, payload);
  fillPresence(row, enumName(devicePresenceEventType, payload.presenceEventType, zero));
  fillVisit(row, payload, zero, zeroOf);
  row.ssid = text(payload.ssid);
  fillRawUserId(row, payload.rawUserId);
  row.active_count = whole(payload.activeDevicesCount, zero);
  row.inactive_count = whole(payload.inActiveDevicesCount, zero);
  measure(row, "was_inactive", bit(payload.wasInActive, zero));
}

/** All devices of one person at a location. */
export function normaliseUserPresence(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const user = fieldsOf(payload.user);
  const zero = zeroOf(userPresence, payload);
  fillPresence(row, enumName(userPresenceEventType, payload.presenceEventType, zero));
  row.user_id = text(user.userId);
  fillRawUserId(row, payload.rawUserId);
  setSubject(row, "user", row.user_id);
  fillLocation(row, payload.location);
  fillVisitTimes(row, payload, zero);
  const active = fieldsOf(payload.activeUsersCount);
  const inactive = fieldsOf(payload.inActiveUsersCount);
  const activeZero = countZero(payload.activeUsersCount, zero, zeroOf);
  const inactiveZero = countZero(payload.inActiveUsersCount, zero, zeroOf);
  row.active_count = whole(active.totalUsers, activeZero);
  row.inactive_count = whole(inactive.totalUsers, inactiveZero);
  measure(row, "active_with_user_id", number(active.usersWithUserId, activeZero));
  measure(row, "active_without_user_id", number(active.usersWithoutUserId, activeZero));
  measure(row, "inactive_with_user_id", number(inactive.usersWithUserId, inactiveZero));
  measure(row, "inactive_without_user_id", number(inactive.usersWithoutUserId, inactiveZero));
  measure(row, "was_inactive", bit(payload.wasInActive, zero));
  label(row, "connection", enumName(connection, payload.connection, zero)?.replace("CONN_", "").toLowerCase());
  label(row, "device_ids", joined(user.deviceIds));
  fillPerson(row, user, zeroOf);
}

/** A count that is left out altogether has zeros where its event has them. */
function countZero(value: unknown, zero: Zero, zeroOf: ZeroOf): Zero {
  return isObject(value) ? zeroOf(userCount, value) : value === undefined ? zero : undefined;
}

/** What an entry, an exit and a change in between say of a visit, of a device. */
function fillVisit(row: Row, payload: JsonObject, zero: Zero, zeroOf: ZeroOf): void {
  fillDevice(row, payload.device, zeroOf);
  fillLocation(row, payload.location);
  fillVisitTimes(row, payload, zero);
  measure(row, "days_since_last_visit", nonZero(number(payload.daysSinceLastVisit)));
  label(row, "device_classification", text(payload.deviceClassification));
  label(row, "visit_classification", text(payload.visitClassification));
}

/** The visit's own times, the same in device and user events. A visit that ended has a length, be it 0 minutes. */
function fillVisitTimes(row: Row, payload: JsonObject, zero: Zero): void {
  row.visit_id = text(payload.visitId);
  row.entered_at = timeMs(payload.entryTimestamp);
  row.exited_at = timeMs(payload.exitTimestamp);
  const minutes = whole(payload.visitDurationMinutes, zero);
  row.dwell_minutes = row.presence === "exit" ? minutes : nonZero(minutes);
  label(row, "entry_date_time", text(payload.entryDateTime));
  label(row, "exit_date_time", text(payload.exitDateTime));
  label(row, "time_zone", text(payload.timeZone));
}
