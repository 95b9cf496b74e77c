/** What a user would ask, about whoever the tables know most recently. */
import type { Answer } from "./answer.ts";
import { countsByFloor } from "./counts-by-floor.ts";
import { type Bucket, deadLettersByReason } from "./dead-letters.ts";
import { lastHour } from "./last-hour.ts";
import { allState, type StateItem, type Tables } from "./tables.ts";
import { whereIs } from "./where-is.ts";
import { type Floor, presentAt, whoIsOnFloor } from "./who-is-on-floor.ts";

/** Questions nothing was found to ask about are left out. "Now" is when the newest event happened. */
export async function answers(tables: Tables, bucket: Bucket): Promise<readonly Answer[]> {
  const state = await allState(tables);
  const asOfMs = state.reduce((newest, { row }) => Math.max(newest, row.occurred_at), 0);
  const device = newest(state.filter(({ aspect, row }) => aspect === "position" && row.subject_kind === "device"));
  const sensors = state.filter(({ aspect, row }) => aspect === "telemetry" && row.subject_kind === "sensor");
  // Temperatures make the better story.
  const sensor = newest(sensors.filter(({ row }) => row.measurements?.temperature_c !== undefined)) ?? newest(sensors);
  const floors = floorsOf(state, asOfMs);
  const [busiest] = floors;
  return Promise.all([
    ...(device === undefined ? [] : [whereIs(tables, device.pk)]),
    ...(busiest === undefined ? [] : [whoIsOnFloor(tables, busiest, asOfMs)]),
    ...(sensor === undefined ? [] : [lastHour(tables, sensor.pk, asOfMs)]),
    ...(floors.length === 0 ? [] : [countsByFloor(tables, floors, asOfMs)]),
    deadLettersByReason(bucket),
  ]);
}

function newest(items: readonly StateItem[]): StateItem | undefined {
  return items.reduce<StateItem | undefined>(
    (best, item) => (best === undefined || item.row.occurred_at > best.row.occurred_at ? item : best),
    undefined,
  );
}

/** The floors somebody or something is on, the busiest first. */
function floorsOf(state: readonly StateItem[], asOfMs: number): readonly Floor[] {
  const byPlace = Map.groupBy(
    state.filter(({ row }) => row.floor_id !== undefined),
    ({ place }) => place,
  );
  return [...byPlace]
    .flatMap(([place, items]) => (place === undefined ? [] : [{ place, ...namesOf(items), items }]))
    .sort((a, b) => presentAt(b.items, asOfMs).length - presentAt(a.items, asOfMs).length)
    .map(({ place, name, tenant }) => ({ place, name, tenant }));
}

function namesOf(items: readonly StateItem[]): Pick<Floor, "name" | "tenant"> {
  const row = items[0]?.row;
  const floor = row?.floor_name ?? row?.floor_id ?? "";
  return {
    name: row?.building_name === undefined ? floor : `${row.building_name}, ${floor}`,
    tenant: row?.tenant_name ?? row?.tenant_id ?? "",
  };
}
