/** Visits of devices and of people: entry, inactivity, activity, exit, and the counts that come with them. */
import { enumNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { bit, count, enumName, fieldsOf, joined, nonZero, number, text, timeMs, whole } from "../event/values.ts";
import type { Presence, Row } from "../row.ts";
import { fillDevice, fillPerson, fillRawUserId, setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";

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
]);

export function normaliseDeviceEntry(row: Row, payload: JsonObject): void {
  row.presence = "entry";
  fillVisit(row, payload);
}

export function normaliseDeviceExit(row: Row, payload: JsonObject): void {
  row.presence = "exit";
  fillVisit(row, payload);
}

export function normaliseDevicePresence(row: Row, payload: JsonObject): void {
  row.presence = presenceOf.get(enumName(devicePresenceEventType, payload.presenceEventType));
  fillVisit(row, payload);
  row.ssid = text(payload.ssid);
  fillRawUserId(row, payload.rawUserId);
  row.active_count = whole(payload.activeDevicesCount);
  row.inactive_count = whole(payload.inActiveDevicesCount);
  measure(row, "was_inactive", bit(payload.wasInActive));
}

/** All devices of one person at a location. */
export function normaliseUserPresence(row: Row, payload: JsonObject): void {
  const user = fieldsOf(payload.user);
  row.presence = presenceOf.get(enumName(userPresenceEventType, payload.presenceEventType));
  row.user_id = text(user.userId);
  fillRawUserId(row, payload.rawUserId);
  setSubject(row, "user", row.user_id);
  fillLocation(row, payload.location);
  fillVisitTimes(row, payload);
  const active = fieldsOf(payload.activeUsersCount);
  const inactive = fieldsOf(payload.inActiveUsersCount);
  row.active_count = whole(active.totalUsers);
  row.inactive_count = whole(inactive.totalUsers);
  measure(row, "active_with_user_id", count(active.usersWithUserId));
  measure(row, "active_without_user_id", count(active.usersWithoutUserId));
  measure(row, "inactive_with_user_id", count(inactive.usersWithUserId));
  measure(row, "inactive_without_user_id", count(inactive.usersWithoutUserId));
  measure(row, "was_inactive", bit(payload.wasInActive));
  label(row, "connection", enumName(connection, payload.connection)?.replace("CONN_", "").toLowerCase());
  label(row, "device_ids", joined(user.deviceIds));
  fillPerson(row, user);
}

/** What an entry, an exit and a change in between say of a visit, of a device. */
function fillVisit(row: Row, payload: JsonObject): void {
  fillDevice(row, payload.device);
  fillLocation(row, payload.location);
  fillVisitTimes(row, payload);
  measure(row, "days_since_last_visit", nonZero(number(payload.daysSinceLastVisit)));
  label(row, "device_classification", text(payload.deviceClassification));
  label(row, "visit_classification", text(payload.visitClassification));
}

/** The visit's own times, the same in device and user events. A visit that ended has a length, be it 0 minutes. */
function fillVisitTimes(row: Row, payload: JsonObject): void {
  row.visit_id = text(payload.visitId);
  row.entered_at = timeMs(payload.entryTimestamp);
  row.exited_at = timeMs(payload.exitTimestamp);
  const minutes = whole(payload.visitDurationMinutes);
  row.dwell_minutes = row.presence === "exit" ? minutes : nonZero(minutes);
  label(row, "entry_date_time", text(payload.entryDateTime));
  label(row, "exit_date_time", text(payload.exitDateTime));
  label(row, "time_zone", text(payload.timeZone));
}
