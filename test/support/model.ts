/**
 * The tables as they should be, worked out on its own: event by event, with nothing of the core's folding and joining.
 * For each subject and aspect the newest event; for telemetry and counts the newest of each reading.
 */
import type { Row } from "../../shared/row.ts";
import { aspectsOf, isFoundByPlace, mergesReadings } from "../../shared/state/aspects.ts";
import { eventKeyOf, placeOf, subjectOf } from "../../shared/state/keys.ts";
import { comparable, eventText, type StoredTables, stateText } from "./stored-tables.ts";

const counts = [
  "people_count",
  "active_count",
  "inactive_count",
  "associated_count",
  "probing_count",
  "count_delta",
] as const;

export function modelOf(rows: readonly Row[]): StoredTables {
  const oldestFirst = [...rows].sort(
    (a, b) => a.occurred_at - b.occurred_at || Buffer.compare(Buffer.from(a.record_uid), Buffer.from(b.record_uid)),
  );
  const events: Record<string, Row> = {};
  const state: Record<string, Row> = {};
  for (const row of oldestFirst) {
    events[eventText(eventKeyOf(row))] = comparable(row);
    for (const aspect of aspectsOf(row, Date.now())) {
      const key = stateText({ subject: subjectOf(row), aspect });
      state[key] = mergesReadings(aspect) ? withReadingsOf(state[key], row) : row;
    }
  }
  return {
    events,
    state: Object.fromEntries(
      Object.entries(state).map(([key, row]) => [
        key,
        { row: comparable(row), place: isFoundByPlace(row) ? placeOf(row) : undefined },
      ]),
    ),
  };
}

function withReadingsOf(older: Row | undefined, row: Row): Row {
  if (older === undefined) return row;
  const joined = {
    ...row,
    measurements: row.measurements || older.measurements ? { ...older.measurements, ...row.measurements } : undefined,
    labels: row.labels || older.labels ? { ...older.labels, ...row.labels } : undefined,
  };
  for (const name of counts) joined[name] = row[name] ?? older[name];
  return joined;
}
