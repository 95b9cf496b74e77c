/** What a subject said between two times: its history, in one key range. */
import type { QueryResult } from "../../shared/lake/query-result.ts";
import type { Row } from "../../shared/row.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import { utcText } from "./utc-text.ts";

const MAX_READINGS = 6;

/** Both times included; newest first. */
export async function whatItSaid(
  read: Pick<TablesReader, "history">,
  subject: SubjectKey,
  fromMs: number,
  toMs: number,
): Promise<QueryResult> {
  const history = await read.history(subject, fromMs, toMs);
  const readings = readingsOf(history);
  return {
    columns: ["at_utc", "event_type", "building", "floor", "zone", ...readings],
    rows: history.map((row) => [
      utcText(row.occurred_at),
      row.event_type,
      row.building_name ?? null,
      row.floor_name ?? row.location_name ?? null,
      row.zone_name ?? null,
      ...readings.map((reading) => row.measurements?.[reading] ?? null),
    ]),
  };
}

/** The first few, without those that are times. */
function readingsOf(history: readonly Row[]): readonly string[] {
  const names = new Set(history.flatMap(({ measurements }) => Object.keys(measurements ?? {})));
  return [...names].filter((name) => !name.endsWith("_at_ms")).slice(0, MAX_READINGS);
}
