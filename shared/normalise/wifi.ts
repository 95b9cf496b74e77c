/** Wi-Fi devices: where they are, who they are, how many there are. */
import type { JsonObject } from "../event/event-record.ts";
import { count, listOf, nonZero, number, single, text, timeMs, whole } from "../event/values.ts";
import type { Row } from "../row.ts";
import { fillDevice, fillRawUserId, setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";
import { fillPosition } from "./position.ts";

export function normaliseDeviceLocation(row: Row, payload: JsonObject): void {
  fillDevice(row, payload.device);
  fillLocation(row, payload.location);
  fillPosition(row, payload);
  // In this message 0 is a reading: it comes with every fix.
  row.confidence = count(payload.confidenceFactor);
  row.uncertainty = single(payload.unc) ?? 0;
  row.max_rssi = nonZero(number(payload.maxDetectedRssi));
  row.ssid = text(payload.ssid);
  row.visit_id = text(payload.visitId);
  row.last_seen_at = timeMs(payload.lastSeen);
  fillRawUserId(row, payload.rawUserId);
  row.ip_address =
    text(payload.ipv4) ??
    listOf(payload.ipv6)
      .map(text)
      .find((address) => address !== undefined);
  label(row, "device_classification", text(payload.deviceClassification));
}

export function normaliseDeviceProfile(row: Row, payload: JsonObject): void {
  fillDevice(row, payload);
}

export function normaliseDeviceCounts(row: Row, payload: JsonObject): void {
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  row.associated_count = whole(payload.associatedCount);
  row.probing_count = whole(payload.estimatedProbingCount);
  measure(row, "probing_randomized_pct", nonZero(number(payload.probingRandomizedPercentage)));
  measure(row, "associated_delta", count(payload.associatedDelta));
  measure(row, "probing_delta", count(payload.probingDelta));
  measure(row, "estimated_density", nonZero(number(payload.estimatedDensity)));
  measure(row, "estimated_capacity_pct", nonZero(number(payload.estimatedCapacityPercentage)));
  measure(row, "user_count", count(payload.userCount));
  measure(row, "wireless_user_count", count(payload.wirelessUserCount));
  measure(row, "wired_user_count", count(payload.wiredUserCount));
  measure(row, "rfid_tag_count", count(payload.rfidTagCount));
  measure(row, "ble_tag_count", count(payload.bleTagCount));
}
