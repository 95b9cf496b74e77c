/** What a user would ask, about whoever the tables know most recently. */
import { busiestFloors } from "../../cli/now/busiest-floors.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import type { Commands } from "../commands.ts";
import type { Reader } from "../reader.ts";
import type { Answer } from "./answer.ts";
import { deadLettersByReason } from "./dead-letters.ts";
import { lastHour } from "./last-hour.ts";
import { howBusyIsEachFloor, whichZonesAreBusiest, whoIsOnFloor } from "./now.ts";
import { whereIs } from "./where-is.ts";

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
  const floors = await busiestFloors(asked.read, asOfMs);
  const [busiest] = floors;
  return Promise.all([
    ...(device === undefined ? [] : [whereIs(asked, device)]),
    ...(busiest === undefined ? [] : [whoIsOnFloor(asked, busiest, asOfMs)]),
    ...(busiest === undefined ? [] : [whichZonesAreBusiest(asked, asOfMs)]),
    ...(busiest === undefined ? [] : [howBusyIsEachFloor(asked, floors, asOfMs)]),
    ...(sensor === undefined ? [] : [lastHour(asked, sensor, asOfMs)]),
    deadLettersByReason(asked),
  ]);
}

function newest(items: readonly StateItem[]): StateItem | undefined {
  return items.reduce<StateItem | undefined>(
    (best, item) => (best === undefined || item.row.occurred_at > best.row.occurred_at ? item : best),
    undefined,
  );
}
