/** What arrived on one day, moved into the compacted table. */
import { COMPACTED_TABLE, LAKE_TABLE } from "../../../shared/lake/table.ts";
import { newerCopy } from "../latest.ts";
import { allColumns, sameEvent } from "./columns.ts";
import { landedOnce } from "./landed.ts";

const identityColumns: ReadonlySet<string> = new Set([
  "record_uid",
  "occurred_at",
  "tenant_id",
  "subject_kind",
  "subject_id",
]);

/**
 * The weeks in which what arrived on `:day` occurred, as `from` and `until` (days, `until` not in it): mostly one or two. A
 * redrive after an outage or a clock that is wrong adds some. A MERGE is bounded by them on both sides: it holds what it
 * joins with in memory, and opens at most 100 partitions
 * (https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html).
 */
export const weeksOfDay = `SELECT
  CAST(CAST(min(occurred_at) AS date) AS varchar) AS from_day,
  CAST(CAST(max(occurred_at) + INTERVAL '1' DAY AS date) AS varchar) AS until_day
FROM ${LAKE_TABLE}
WHERE dt = ':day'
GROUP BY date_trunc('week', occurred_at)
ORDER BY from_day`;

/**
 * Of what arrived on `:day`, the events that occurred from `:from` until `:until`: new ones go in, a newer copy replaces an
 * older one. Run twice it changes nothing; two at once fail, or one of them does.
 * https://docs.aws.amazon.com/athena/latest/ug/merge-into-statement.html
 */
export const mergeWeek = `MERGE INTO ${COMPACTED_TABLE} AS t
USING (
  ${landedOnce(["dt = ':day'", ...occurredBetween("landed")])}
) AS s
ON ${sameEvent("t", "s")}
  AND ${occurredBetween("t").join(" AND ")}
WHEN MATCHED AND (${newerCopy("s", "t")})
  THEN UPDATE SET ${allColumns
    .filter((name) => !identityColumns.has(name))
    .map((name) => `${name} = s.${name}`)
    .join(", ")}
WHEN NOT MATCHED
  THEN INSERT (${allColumns.join(", ")})
  VALUES (${allColumns.map((name) => `s.${name}`).join(", ")})`;

function occurredBetween(row: string): readonly string[] {
  return [`${row}.occurred_at >= TIMESTAMP ':from 00:00:00'`, `${row}.occurred_at < TIMESTAMP ':until 00:00:00'`];
}
