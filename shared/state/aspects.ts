/** Which aspects of its subject an event says something about, and how their state is written. */
import type { Row } from "../row.ts";

export type Aspect =
  | "position"
  | "presence"
  | "profile"
  | "telemetry"
  | "count"
  | "status"
  | "hierarchy"
  | "activation";

const none: readonly Aspect[] = [];

const aspectByEventType: ReadonlyMap<string, Aspect> = new Map<string, Aspect>([
  ["DEVICE_ENTRY", "presence"],
  ["DEVICE_EXIT", "presence"],
  ["DEVICE_PRESENCE", "presence"],
  ["USER_PRESENCE", "presence"],
  ["PROFILE_UPDATE", "profile"],
  ["DEVICE_LOCATION_UPDATE", "position"],
  ["LOCATION_CHANGE", "hierarchy"],
  ["LOCATION_ANCHOR_UPDATE", "status"],
  ["NETWORK_STATUS_UPDATE", "status"],
  ["IOT_USER_ACTION", "status"],
  ["IOT_TELEMETRY", "telemetry"],
  ["BLE_RSSI_UPDATE", "telemetry"],
  ["TP_PEOPLE_COUNT_UPDATE", "telemetry"],
  ["WEBEX_TELEMETRY", "telemetry"],
  ["NETWORK_TELEMETRY", "telemetry"],
  ["DEVICE_COUNT", "count"],
  ["CAMERA_COUNT", "count"],
  ["RAW_CAMERA_COUNT", "count"],
  ["SPACE_OCCUPANCY", "count"],
  ["SPACE_OCCUPANCY_CHANGE", "count"],
  ["APP_ACTIVATION", "activation"],
  ["APP_DE_ACTIVATION", "activation"],
  ["ACCOUNT_ADMIN_ACTIVATION", "activation"],
]);

/** A clock this far ahead of ours is wrong, and "newest wins" would let it hide everything until then. */
const MAX_CLOCK_LEAD_MS = 86_400_000;

/**
 * The aspects `row` updates. None for an event type without a mapping (what it means is not known, so it must not
 * replace what is), for a subject the event or the privacy policy does not name, and for a time in the future.
 */
export function aspectsOf(row: Row, nowMs: number): readonly Aspect[] {
  const aspect = aspectByEventType.get(row.event_type);
  if (aspect === undefined || row.subject_id === row.event_type) return none;
  if (row.occurred_at > nowMs + MAX_CLOCK_LEAD_MS) return none;
  if (aspect !== "position" && movesSubject(row)) return [aspect, "position"];
  return [aspect];
}

/** A tag's report can say where it is; who exits is no longer where they were last seen. */
function movesSubject(row: Row): boolean {
  if (row.subject_kind === "sensor") return row.x !== undefined || row.latitude !== undefined;
  return row.presence === "exit" && row.subject_kind === "device";
}

/** Reports of these carry some readings each: one that has a battery level must not erase a temperature. */
export function mergesReadings(aspect: Aspect): boolean {
  return aspect === "telemetry" || aspect === "count";
}

/** Who has exited is nowhere; everyone else is found by place. */
export function isFoundByPlace(row: Row): boolean {
  return row.presence !== "exit";
}

/** State of people and their devices expires; that of places and equipment does not. */
export function isPersonal(row: Row): boolean {
  return row.subject_kind === "device" || row.subject_kind === "user";
}
