/** Landing as the compacted table wants it: its types, each event once, nobody who is forgotten. */
import { LAKE_TABLE } from "../../../shared/lake/table.ts";
import { copyNumber } from "../latest.ts";
import { allColumns, landedColumns } from "./columns.ts";
import { notErased } from "./erased.ts";

/**
 * The rows of landing that meet the conditions, the newest copy of each: MERGE itself takes a source with copies without a
 * word, and puts every one of them in.
 */
export function landedOnce(conditions: readonly string[]): string {
  return `SELECT ${allColumns.join(", ")}
  FROM (
    SELECT *, ${copyNumber} AS copy
    FROM (SELECT ${landedColumns.join(", ")} FROM ${LAKE_TABLE}) AS landed
    WHERE ${[...conditions, notErased("landed")].join("\n    AND ")}
  ) AS numbered
  WHERE copy = 1`;
}
