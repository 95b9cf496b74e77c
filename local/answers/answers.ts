/** What a user would ask, about whoever the tables know most recently. */
import type { StateItem } from "../../shared/state/state-item.ts";
import type { Commands } from "../commands.ts";
import { identityOf, type Reader } from "../reader.ts";
import type { Answer } from "./answer.ts";
import { countsByFloor } from "./counts-by-floor.ts";
import { deadLettersByReason } from "./dead-letters.ts";
import { lastHour } from "./last-hour.ts";
import { whereIs } from "./where-is.ts";
import { type Floor, presentAt, whoIsOnFloor } from "./who-is-on-floor.ts";

/** Answers are read from the tables, and each names the command that asks the same. */
export interface Asked {
  readonly read: Reader;
  readonly commands: Commands;
}

/** Questions nothing was found to ask about are left out. "Now" is when the newest event happened. */
export async function answers(asked: Asked): Promise<readonly Answer[]> {
  const state = await asked.read.allState();
  const asOfMs = state.reduce((newest, { row }) => Math.max(newest, row.occurred_at), 0);
  const device = newest(state.filter(({ key, row }) => key.aspect === "position" && row.subject_kind === "device"));
  const sensors = state.filter(({ key, row }) => key.aspect === "telemetry" && row.subject_kind === "sensor");
  // Temperatures make the better story.
  const sensor = newest(sensors.filter(({ row }) => row.measurements?.temperature_c !== undefined)) ?? newest(sensors);
  const floors = floorsOf(state, asOfMs);
  const [busiest] = floors;
  return Promise.all([
    ...(device === undefined ? [] : [whereIs(asked, device.key.subject)]),
    ...(busiest === undefined ? [] : [whoIsOnFloor(asked, busiest, asOfMs)]),
    ...(sensor === undefined ? [] : [lastHour(asked, sensor.key.subject, asOfMs)]),
    ...(floors.length === 0 ? [] : [countsByFloor(asked, floors, asOfMs)]),
    deadLettersByReason(asked),
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
    state.filter(({ row, place }) => row.floor_id !== undefined && place !== undefined),
    ({ place }) => (place === undefined ? "" : identityOf(place)),
  );
  return [...byPlace.values()]
    .flatMap((items) => {
      const place = items[0]?.place;
      return place === undefined ? [] : [{ place, ...namesOf(items), present: presentAt(items, asOfMs).length }];
    })
    .sort((a, b) => b.present - a.present);
}

function namesOf(items: readonly StateItem[]): Pick<Floor, "name" | "tenant"> {
  const row = items[0]?.row;
  const floor = row?.floor_name ?? row?.floor_id ?? "";
  return {
    name: row?.building_name === undefined ? floor : `${row.building_name}, ${floor}`,
    tenant: row?.tenant_name ?? row?.tenant_id ?? "",
  };
}
