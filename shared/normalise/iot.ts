/** BLE, RFID, Zigbee, wired and room sensors: where they are and every reading they sent. */
import { enumNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { count, enumName, fieldsOf, joined, listOf, nonZero, number, text, timeMs } from "../event/values.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation, positionOf } from "./location.ts";
import { fillPosition } from "./position.ts";
import { fillBeacons, fillReadings, fillVendorReadings } from "./readings.ts";
import { fillRoomReadings } from "./room.ts";

const deviceType = enumNamed("IOTDeviceType");
const actionType = enumNamed("IOTActionType");

export function normaliseIotTelemetry(row: Row, payload: JsonObject): void {
  fillSensor(row, payload);
  row.max_rssi = nonZero(number(payload.maxDetectedRssi));
  fillReadings(row, payload);
  fillBeacons(row, payload);
  fillVendorReadings(row, payload);
  if (isObject(payload.tpData)) fillRoomReadings(row, payload.tpData);
}

export function normaliseIotUserAction(row: Row, payload: JsonObject): void {
  fillSensor(row, payload);
  label(row, "action", enumName(actionType, payload.actionType));
  measure(row, "action_count", count(payload.actionCount));
  row.last_seen_at = timeMs(payload.actionTimestamp) ?? row.last_seen_at;
}

/** v2.0: what the access points heard of one BLE device. */
export function normaliseBleRssi(row: Row, payload: JsonObject): void {
  const notification = fieldsOf(payload.rssiNotification);
  row.mac_address = text(notification.macAddress);
  setSubject(row, "sensor", row.mac_address);
  fillLocation(row, payload.location);
  const heard = listOf(notification.apRssiMeasurements).map(fieldsOf);
  for (const { rssi, timestamp } of heard) {
    row.max_rssi = greater(row.max_rssi, nonZero(number(rssi)));
    row.last_seen_at = greater(row.last_seen_at, timeMs(timestamp));
  }
  measure(row, "ap_count", heard.length);
  const advertisement = fieldsOf(notification.blePayload);
  label(row, "ble_payload", text(advertisement.data));
  row.last_seen_at = greater(row.last_seen_at, timeMs(advertisement.timestamp));
}

function fillSensor(row: Row, payload: JsonObject): void {
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
  fillPosition(row, position);
  row.location_id ??= text(position.locationId);
  row.last_seen_at = timeMs(position.lastLocatedTime);
}

function greater(known: number | undefined, found: number | undefined): number | undefined {
  return known === undefined || (found !== undefined && found > known) ? found : known;
}
