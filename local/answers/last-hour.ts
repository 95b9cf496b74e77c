/** The last hour of a sensor: its history between two times, in one key range. */
import type { Row } from "../../shared/row.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";
import { type Answer, answer, time } from "./answer.ts";
import type { Asked } from "./answers.ts";

const MAX_READINGS = 6;
const HOUR_MS = 3_600_000;

export async function lastHour({ read, commands }: Asked, subject: SubjectKey, asOfMs: number): Promise<Answer> {
  const fromMs = asOfMs - HOUR_MS;
  const history = await read.history(subject, fromMs, asOfMs);
  const readings = readingsOf(history);
  const rows = history.map((row) => [
    time(row.occurred_at),
    row.floor_name ?? row.location_name ?? null,
    ...readings.map((reading) => row.measurements?.[reading] ?? null),
  ]);
  return answer(
    `What did ${subject.kind} ${subject.id} say in the last hour?`,
    ["at_utc", "place", ...readings],
    rows,
    commands.history(subject, fromMs, asOfMs),
  );
}

/** The first few, without those that are times. */
function readingsOf(history: readonly Row[]): readonly string[] {
  const names = new Set(history.flatMap(({ measurements }) => Object.keys(measurements ?? {})));
  return [...names].filter((name) => !name.endsWith("_at_ms")).slice(0, MAX_READINGS);
}
