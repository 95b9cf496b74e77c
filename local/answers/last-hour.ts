/** The last hour of a sensor: its history between two times, in one Query. */
import type { Row } from "../../shared/row.ts";
import { type Answer, answer, shellQuoted, time } from "./answer.ts";
import { historyOf, type Tables } from "./tables.ts";
import { subjectOf } from "./where-is.ts";

const MAX_READINGS = 6;
const HOUR_MS = 3_600_000;

export async function lastHour(tables: Tables, pk: string, asOfMs: number): Promise<Answer> {
  const fromMs = asOfMs - HOUR_MS;
  const history = await historyOf(tables, pk, fromMs, asOfMs);
  const readings = readingsOf(history);
  const rows = history.map((row) => [
    time(row.occurred_at),
    row.floor_name ?? row.location_name ?? null,
    ...readings.map((reading) => row.measurements?.[reading] ?? null),
  ]);
  return answer(
    `What did ${subjectOf(pk)} say in the last hour?`,
    ["at_utc", "place", ...readings],
    rows,
    `aws dynamodb query --endpoint-url ${tables.endpoint} --table-name ${tables.events} --no-scan-index-forward \\
  --key-condition-expression 'pk = :pk AND sk BETWEEN :from AND :to' \\
  --expression-attribute-values ${shellQuoted({ ":pk": { S: pk }, ":from": { S: `${fromMs}#` }, ":to": { S: `${asOfMs}#~` } })}`,
  );
}

/** The first few, without those that are times. */
function readingsOf(history: readonly Row[]): readonly string[] {
  const names = new Set(history.flatMap(({ measurements }) => Object.keys(measurements ?? {})));
  return [...names].filter((name) => !name.endsWith("_at_ms")).slice(0, MAX_READINGS);
}
