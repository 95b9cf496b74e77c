/** Where a subject is now: everything the state table knows of it, read by one key. */
import type { QueryResult } from "../../shared/lake/query-result.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import { utcText } from "./utc-text.ts";

/** A line for each aspect that is known. */
export async function whereItIs(read: Pick<TablesReader, "stateOf">, subject: SubjectKey): Promise<QueryResult> {
  const items = await read.stateOf(subject);
  return {
    columns: ["aspect", "building", "floor", "zone", "x_ft", "y_ft", "presence", "as_of_utc"],
    rows: items.map(({ key, row }) => [
      key.aspect,
      row.building_name ?? null,
      row.floor_name ?? row.location_name ?? null,
      row.zone_name ?? null,
      row.x ?? null,
      row.y ?? null,
      row.presence ?? null,
      utcText(row.occurred_at),
    ]),
  };
}
