/** v2.0: a Wi-Fi device and its network: that it joined or left one, how well it is heard, what changed of it. */
import type { JsonObject } from "../event/event-record.ts";
import { bit, text, timeMs } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { fillDevice } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillHeard } from "./heard.ts";
import { fillLocation } from "./location.ts";
import { fillNetwork } from "./wifi.ts";

/** The state comes as a word (`associationState`) or as a bool (`associated`). */
export function normaliseDeviceAssociation(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  normaliseWifiDevice(row, payload, zeroOf);
  row.last_seen_at = timeMs(payload.timestamp);
  measure(row, "associated", bit(payload.associated));
  label(row, "association_state", text(payload.associationState));
}

export function normaliseDeviceRssi(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillDevice(row, payload.device, zeroOf);
  fillLocation(row, payload.location);
  fillHeard(row, payload.apRssiMeasurements);
}

export function normaliseWifiDevice(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillDevice(row, payload.device, zeroOf);
  fillLocation(row, payload.location);
  fillNetwork(row, payload);
}
