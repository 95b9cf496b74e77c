/** Wi-Fi devices: where they are, who they are, how many there are. */
import { messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { listOf, nonZero, number, single, text, timeMs, whole } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { fillDevice, fillRawUserId, setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";
import { fillPosition } from "./position.ts";

const deviceLocation = messageNamed("DeviceLocation");
const deviceCounts = messageNamed("DeviceCounts");

export function normaliseDeviceLocation(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const zero = zeroOf(deviceLocation, payload);
  fillDevice(row, payload.device, zeroOf);
  fillLocation(row, payload.location);
  fillPosition(row, payload, zero);
  // In this message 0 is a reading: it comes with every fix.
  row.confidence = number(payload.confidenceFactor, zero);
  row.uncertainty = single(payload.unc, zero);
  row.max_rssi = nonZero(number(payload.maxDetectedRssi));
  row.visit_id = text(payload.visitId);
  row.last_seen_at = timeMs(payload.lastSeen);
  fillRawUserId(row, payload.rawUserId);
  fillNetwork(row, payload);
  label(row, "device_classification", text(payload.deviceClassification));
}

/** The network's name and the device's address in it. */
export function fillNetwork(row: Row, payload: JsonObject): void {
  row.ssid = text(payload.ssid);
  row.ip_address =
    text(payload.ipv4) ??
    listOf(payload.ipv6)
      .map(text)
      .find((address) => address !== undefined);
}

export function normaliseDeviceProfile(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillDevice(row, payload, zeroOf);
}

export function normaliseDeviceCounts(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const zero = zeroOf(deviceCounts, payload);
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  row.associated_count = whole(payload.associatedCount, zero);
  row.probing_count = whole(payload.estimatedProbingCount, zero);
  measure(row, "probing_randomized_pct", nonZero(number(payload.probingRandomizedPercentage)));
  measure(row, "associated_delta", number(payload.associatedDelta, zero));
  measure(row, "probing_delta", number(payload.probingDelta, zero));
  measure(row, "estimated_density", nonZero(number(payload.estimatedDensity)));
  measure(row, "estimated_capacity_pct", nonZero(number(payload.estimatedCapacityPercentage)));
  measure(row, "user_count", number(payload.userCount, zero));
  measure(row, "wireless_user_count", number(payload.wirelessUserCount, zero));
  measure(row, "wired_user_count", number(payload.wiredUserCount, zero));
  measure(row, "rfid_tag_count", number(payload.rfidTagCount, zero));
  measure(row, "ble_tag_count", number(payload.bleTagCount, zero));
}
