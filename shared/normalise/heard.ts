/** v2.0: what access points heard of one device. */
import { fieldsOf, nonZero, number, timeMs } from "../event/values.ts";
import type { Row } from "../row.ts";
import { measure } from "./facts.ts";

/** The strongest of it, the last of it, and how many heard it; `measurements` is a list with one entry per antenna. */
export function fillHeard(row: Row, measurements: unknown): void {
  if (!Array.isArray(measurements)) return;
  for (const { rssi, timestamp } of measurements.map(fieldsOf)) {
    row.max_rssi = greater(row.max_rssi, nonZero(number(rssi)));
    row.last_seen_at = greater(row.last_seen_at, timeMs(timestamp));
  }
  measure(row, "ap_count", measurements.length);
}

export function greater(known: number | undefined, found: number | undefined): number | undefined {
  return known === undefined || (found !== undefined && found > known) ? found : known;
}
