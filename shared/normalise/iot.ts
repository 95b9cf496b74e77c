/** BLE, RFID, Zigbee, wired and room sensors: where they are and every reading they sent. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, nonZero, number, text, timeMs } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillHeard, greater } from "./heard.ts";
import { fillLocation } from "./location.ts";
import { fillBeacons, fillReadings, fillVendorReadings } from "./readings.ts";
import { fillRoomReadings } from "./room.ts";
import { fillSensor } from "./sensor.ts";

const roomData = messageNamed("IOTTelemetry.TPData");
const userAction = messageNamed("IOTUserAction");
const actionType = enumNamed("IOTActionType");

export function normaliseIotTelemetry(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillSensor(row, payload, "sensor", zeroOf);
  row.max_rssi = nonZero(number(payload.maxDetectedRssi));
  fillReadings(row, payload, zeroOf);
  fillBeacons(row, payload, zeroOf);
  fillVendorReadings(row, payload, zeroOf);
  if (isObject(payload.tpData)) fillRoomReadings(row, payload.tpData, zeroOf(roomData, payload.tpData));
}

export function normaliseIotUserAction(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillSensor(row, payload, "sensor", zeroOf);
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
