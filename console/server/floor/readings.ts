/** What a thing measures, each reading as of the event that said it. */
import type { StateItem } from "../../../shared/state/state-item.ts";
import type { Reading } from "../../api.ts";

const counts = ["people_count", "active_count", "inactive_count", "associated_count", "probing_count"] as const;
/** Texts that are readings; the other labels say what a thing is. */
const words = ["air_quality_status", "ambient_light", "booking_status", "push_button_action"] as const;
/** Times are no readings of their own, and capacity is the room's. */
const isReading = (name: string) => !name.endsWith("_at_ms") && !name.endsWith("_seq") && name !== "capacity";

/** Of one subject or of several in one room: the newest of each name. */
export function readingsOf(items: readonly StateItem[]): readonly Reading[] {
  const newest = new Map<string, Reading>();
  const add = (reading: Reading) => {
    const known = newest.get(reading.name);
    if (known === undefined || known.atMs < reading.atMs) newest.set(reading.name, reading);
  };
  for (const { key, row, version, olderVersions } of items) {
    if (key.aspect !== "telemetry" && key.aspect !== "count") continue;
    const at = (group: string, name: string) => (olderVersions[`${group}.${name}`] ?? version).occurredAtMs;
    for (const [name, value] of Object.entries(row.measurements ?? {}))
      if (isReading(name)) add({ name, value, atMs: at("measurements", name) });
    for (const name of counts) {
      const value = row[name];
      if (value !== undefined) add({ name, value, atMs: at("counts", name) });
    }
    for (const name of words) {
      const value = row.labels?.[name];
      if (value !== undefined) add({ name, value, atMs: at("labels", name) });
    }
  }
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
