/** BLE, RFID, Zigbee, wired and room sensors: where they are and every reading they sent. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, joined, nonZero, number, text, timeMs } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation, positionOf } from "./location.ts";
import { fillPosition } from "./position.ts";
import { fillBeacons, fillReadings, fillVendorReadings } from "./readings.ts";
import { fillRoomReadings } from "./room.ts";

const devicePosition = messageNamed("DevicePosition");
const roomData = messageNamed("IOTTelemetry.TPData");
const userAction = messageNamed("IOTUserAction");
const deviceType = enumNamed("IOTDeviceType");
const actionType = enumNamed("IOTActionType");

export function normaliseIotTelemetry(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillSensor(row, payload, zeroOf);
  row.max_rssi = nonZero(number(payload.maxDetectedRssi));
  fillReadings(row, payload, zeroOf);
  fillBeacons(row, payload, zeroOf);
  fillVendorReadings(row, payload, zeroOf);
  if (isObject(payload.tpData)) fillRoomReadings(row, payload.tpData, zeroOf(roomData, payload.tpData));
}

export function normaliseIotUserAction(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillSensor(row, payload, zeroOf);
  label(row, "action", enumName(actionType, payload.actionType));
  measure(row, "action_count", number(payload.actionCount, zeroOf(userAction, payload)));
  row.last_seen_at = timeMs(payload.actionTimestamp) ?? row.last_seen_at;
}

/** v2.0: what the access points heard of one BLE device. */
export function normaliseBleRssi(row: Row, payload: JsonObject): void {
  const notification = fieldsOf(payload.rssiNotification);
  row.mac_address = text(notification.macAddress);
  setSubject(row, "sensor", row.mac_address);
  fillLocation(row, payload.location);
  fillHeard(row, notification.apRssiMeasurements);
  const advertisement = fieldsOf(notification.blePayload);
  label(row, "ble_payload", text(advertisement.data));
  row.last_seen_at = greater(row.last_seen_at, timeMs(advertisement.timestamp));
}

function fillSensor(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const info = fieldsOf(payload.deviceInfo);
  row.device_id = text(info.deviceId);
  row.mac_address = text(info.deviceMacAddress);
  row.device_type = enumName(deviceType, info.deviceType);
  row.manufacturer = text(info.manufacturer);
  setSubject(row, "sensor", row.device_id ?? row.mac_address);
  label(row, "device_name", text(info.deviceName));
  label(row, "device_group", joined(info.group));
  label(row, "device_label", text(info.label));
  label(row, "firmware_version", text(info.firmwareVersion));
  label(row, "raw_device_id", text(info.rawDeviceId));
  label(row, "company_id", text(info.companyId));
  label(row, "service_uuid", text(info.serviceUuid));
  fillLocation(row, payload.location);
  const position = positionOf(payload);
  if (position === undefined) return;
  fillPosition(row, position, zeroOf(devicePosition, position));
  row.location_id ??= text(position.locationId);
  row.last_seen_at = timeMs(position.lastLocatedTime);
}

/** What access points heard: the strongest of it, the last of it, and how many they were. */
function fillHeard(row: Row, measurements: unknown): void {
  if (!Array.isArray(measurements)) return;
  for (const { rssi, timestamp } of measurements.map(fieldsOf)) {
    row.max_rssi = greater(row.max_rssi, nonZero(number(rssi)));
    row.last_seen_at = greater(row.last_seen_at, timeMs(timestamp));
  }
  measure(row, "ap_count", measurements.length);
}

function greater(known: number | undefined, found: number | undefined): number | undefined {
  return known === undefined || (found !== undefined && found > known) ? found : known;
}
