/** The last hour of a sensor: its history between two times, in one key range. */
import type { Row } from "../../shared/row.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { type Answer, answer, time } from "./answer.ts";
import type { Asked } from "./answers.ts";

const MAX_READINGS = 6;
const HOUR_MS = 3_600_000;

export async function lastHour({ read, commands }: Asked, { key, row }: StateItem, asOfMs: number): Promise<Answer> {
  const { subject } = key;
  const fromMs = asOfMs - HOUR_MS;
  const history = await read.history(subject, fromMs, asOfMs);
  const readings = readingsOf(history);
  const rows = history.map((row) => [
    time(row.occurred_at),
    row.building_name ?? null,
    row.floor_name ?? row.location_name ?? null,
    ...readings.map((reading) => row.measurements?.[reading] ?? null),
  ]);
  return answer(
    `What did ${subject.kind} ${subject.id} of ${row.tenant_name ?? subject.tenant ?? "no tenant"} say in the last hour?`,
    ["at_utc", "building", "floor", ...readings],
    rows,
    commands.history(subject, fromMs, asOfMs),
  );
}

/** The first few, without those that are times. */
function readingsOf(history: readonly Row[]): readonly string[] {
  const names = new Set(history.flatMap(({ measurements }) => Object.keys(measurements ?? {})));
  return [...names].filter((name) => !name.endsWith("_at_ms")).slice(0, MAX_READINGS);
}
