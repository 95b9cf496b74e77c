/**
 * Which days are to be compacted: those whose rows in landing are not as many as when they were last compacted. A day that
 * was missed, a file that came late and an event redriven weeks after are all found by it, and a day's count is read from
 * the files' footers alone.
 */
import { LAKE_TABLE, LEDGER_TABLE } from "../../../shared/lake/table.ts";

/** Whole days before `:today` and from `:oldest` on, oldest first, with the rows they have now. */
export const daysToCompact = `SELECT landed.dt, landed.row_count
FROM (
  SELECT dt, count(*) AS row_count
  FROM ${LAKE_TABLE}
  WHERE dt >= ':oldest' AND dt < ':today'
  GROUP BY dt
) AS landed
LEFT JOIN ${LEDGER_TABLE} AS done ON done.dt = landed.dt
WHERE done.row_count IS DISTINCT FROM landed.row_count
ORDER BY landed.dt`;

/** After all weeks of `:day`: its rows as they were counted before, so that one that came meanwhile is not overlooked. */
export const noteDay = `MERGE INTO ${LEDGER_TABLE} AS t
USING (SELECT ':day' AS dt, CAST(:rows AS bigint) AS row_count) AS s
ON t.dt = s.dt
WHEN MATCHED THEN UPDATE SET row_count = s.row_count
WHEN NOT MATCHED THEN INSERT (dt, row_count) VALUES (s.dt, s.row_count)`;
