/** Whether a store has what the core says. When it arrived, and the version that wrote it, are the stage's alone. */
import { type ColumnName, columnList, type Row } from "../../shared/row.ts";

const notCompared: ReadonlySet<ColumnName> = new Set(["received_at", "pipeline", "payload"]);

/** The first column in which they differ; `undefined` where they are the same. */
export function difference(expected: Row, found: Row): ColumnName | undefined {
  return columnList.find(({ name }) => !notCompared.has(name) && canonical(expected[name]) !== canonical(found[name]))
    ?.name;
}

/** Maps in the order of their keys; an empty one is none. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? "null" : JSON.stringify(entries);
}
