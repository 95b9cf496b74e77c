/** Room devices (TelePresence, Webex) and spaces: people, presence and the room's climate. */
import { messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { bit, fieldsOf, listOf, nonZero, number, single, text, timeMs, whole } from "../event/values.ts";
import type { Zero, ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";

const roomPeopleCount = messageNamed("TPPeopleCountUpdate");

export function normaliseRoomPeopleCount(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  row.device_id = text(payload.tpDeviceId);
  row.mac_address = text(payload.macAddress);
  setSubject(row, "room_device", row.device_id ?? row.mac_address);
  fillLocation(row, payload.location);
  fillRoomReadings(row, payload, zeroOf(roomPeopleCount, payload));
}

/**
 * The readings TPPeopleCountUpdate and IOTTelemetry.TPData share. All of them sit in one message whether the device
 * has the sensor or not: people and states are readings at 0, a climate reading of exactly 0 is a sensor that is not there.
 */
export function fillRoomReadings(row: Row, readings: JsonObject, zero: Zero): void {
  row.people_count = whole(readings.peopleCount, zero);
  measure(row, "presence", bit(readings.presence, zero));
  measure(row, "close_proximity", bit(readings.closeProximity, zero));
  measure(row, "active_calls", number(readings.activeCalls, zero));
  measure(row, "standby_state", number(readings.standbyState, zero));
  measure(row, "presentation_state", number(readings.presentationState, zero));
  measure(row, "ambient_noise_dba", nonZero(number(readings.ambientNoise)));
  measure(row, "sound_level_dba", nonZero(number(readings.soundLevel)));
  measure(row, "dryness_score", nonZero(number(readings.drynessScore)));
  measure(row, "reverberation_time_ms", nonZero(number(readings.reverberationTime)));
  measure(row, "air_quality_index", nonZero(single(readings.airQualityIndex)));
  measure(row, "temperature_c", nonZero(single(readings.temperatureInCelsius)));
  measure(row, "humidity_pct", nonZero(number(readings.humidityInPercentage)));
  label(row, "ambient_light", text(readings.ambientLight));
  label(row, "air_quality_status", text(readings.airQualityStatus));
  row.last_seen_at ??= timeMs(readings.timeStamp);
}

/** v2.0: `telemetries` is a list of objects with one reading each, bare or as `{ value }`. */
export function normaliseWebexTelemetry(row: Row, payload: JsonObject): void {
  const info = fieldsOf(payload.deviceInfo ?? payload.device);
  row.device_id = text(info.deviceId);
  row.mac_address = text(info.macAddress);
  row.ip_address = text(info.ipAddress);
  row.device_type = text(info.product);
  setSubject(row, "room_device", row.device_id ?? row.mac_address);
  label(row, "device_name", text(info.displayName));
  label(row, "serial_number", text(info.serialNumber));
  label(row, "firmware_version", text(info.softwareVersion));
  label(row, "workspace_id", text(info.workspaceId));
  label(row, "org_id", text(info.orgId));
  fillLocation(row, payload.location);
  for (const telemetry of listOf(payload.telemetries).map(fieldsOf)) {
    for (const name of Object.keys(telemetry)) fillWebexReading(row, name, telemetry[name]);
  }
}

const webexKeys: ReadonlyMap<string, string> = new Map([
  ["presence", "presence"],
  ["soundLevel", "sound_level_dba"],
  ["ambientNoise", "ambient_noise_dba"],
  ["airQuality", "air_quality_index"],
  ["ambientTemp", "temperature_c"],
  ["relativeHumidity", "humidity_pct"],
  ["activeCalls", "active_calls"],
]);

function fillWebexReading(row: Row, name: string, reading: unknown): void {
  const value = isObject(reading) ? (reading.value ?? reading[name]) : reading;
  if (name === "peopleCount") row.people_count = whole(value);
  else if (name === "airQualityStatus") label(row, "air_quality_status", text(value));
  else {
    const key = webexKeys.get(name);
    if (key !== undefined) measure(row, key, typeof value === "boolean" ? bit(value) : number(value));
  }
}

/** v2.0 SPACE_OCCUPANCY (a window's peak) and SPACE_OCCUPANCY_CHANGE (people now). */
export function normaliseSpaceOccupancy(row: Row, payload: JsonObject): void {
  const space = fieldsOf(payload.space);
  fillLocation(row, payload.location);
  setSubject(row, "space", text(space.id));
  row.floor_id ??= text(space.floorId);
  row.people_count = whole(payload.peopleCount);
  measure(row, "peak_people_count", number(payload.peakPeopleCount));
  measure(row, "presence", bit(payload.peoplePresence) ?? number(payload.peoplePresence));
  measure(row, "capacity", nonZero(number(space.capacity)));
  measure(row, "window_start_at_ms", timeMs(payload.windowStartTimestamp));
  label(row, "space_name", text(space.name));
  label(row, "space_type", text(space.type));
  label(row, "space_subtype", text(fieldsOf(space.spaceType).type) ?? text(space.spaceType));
  label(row, "occupancy_type", text(space.occupancyType));
  label(row, "booking_status", wordOf(payload.bookingStatus));
  label(row, "window_start_date_time", text(payload.windowStartDateTime));
  label(row, "time_zone", text(payload.timeZone));
}

/** A status that consumers have seen as a word and as true or false. */
function wordOf(value: unknown): string | undefined {
  return typeof value === "boolean" ? String(value) : text(value);
}
