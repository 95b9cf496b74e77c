/**
 * Compaction: once a day what arrived on whole days before is merged into the table in which each event stands once. One
 * script, run by a scheduled query; run twice it changes nothing.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/procedural-language
 */
import { columnList } from "../../shared/row.ts";
import { notErased, someErased, sweepErased, sweepOnce } from "./erased.ts";
import { copyNumber, identityColumns, newerCopy, sameEvent } from "./identity.ts";
import { ARRIVED_TABLE, MERGED_DAYS_TABLE, ONCE_TABLE } from "./tables.ts";

const columns: readonly string[] = columnList.map(({ name }) => name);
const identity: ReadonlySet<string> = new Set(identityColumns);

/**
 * The script's variables. They are scalars because BigQuery leaves out partitions by what is constant, and a variable is.
 * `today` is a midnight, `arrived_on` one of a day before; `from_at` and `until_at` bound the moments events occurred at.
 */
const mergeVariables = {
  today: "TIMESTAMP",
  keep_from: "TIMESTAMP",
  arrived_on: "TIMESTAMP",
  arrived_rows: "INT64",
  from_at: "TIMESTAMP",
  until_at: "TIMESTAMP",
} as const;

const ofDay = (row: string) =>
  `${row}.received_at >= arrived_on AND ${row}.received_at < TIMESTAMP_ADD(arrived_on, INTERVAL 1 DAY)`;
const ofWeek = (row: string) => `${row}.occurred_at >= from_at AND ${row}.occurred_at < until_at`;

/** Whole days before `today` that have not as many rows as when they were last merged: missed ones and late rows are found by it. */
const daysToMerge = `SELECT landed.day, landed.row_count
FROM (
  SELECT TIMESTAMP_TRUNC(received_at, DAY) AS day, COUNT(*) AS row_count
  FROM ${ARRIVED_TABLE}
  WHERE received_at < today
  GROUP BY day
) AS landed
LEFT JOIN ${MERGED_DAYS_TABLE} AS done ON done.day = CAST(landed.day AS DATE)
WHERE done.row_count IS NULL OR done.row_count != landed.row_count
ORDER BY landed.day`;

/**
 * The weeks in which what arrived on a day occurred: mostly one or two; a clock that is wrong adds some. A MERGE is bounded
 * by each, so that none opens more than the 4,000 partitions that a statement may
 * (https://cloud.google.com/bigquery/quotas#partitioned_tables), and none reads years for one wrong clock.
 */
const weeksOfDay = `SELECT MIN(a.occurred_at) AS first_at, MAX(a.occurred_at) AS last_at
FROM ${ARRIVED_TABLE} AS a
WHERE ${ofDay("a")}
GROUP BY TIMESTAMP_TRUNC(a.occurred_at, WEEK)
ORDER BY first_at`;

/** New events go in, a newer copy replaces an older one. */
const mergeWeek = `MERGE INTO ${ONCE_TABLE} AS t
USING (
  SELECT ${columns.join(", ")}
  FROM ${ARRIVED_TABLE} AS a
  WHERE ${ofDay("a")}
    AND ${ofWeek("a")}
    AND ${notErased("a")}
  QUALIFY ${copyNumber} = 1
) AS s
ON ${sameEvent("t", "s")}
  AND ${ofWeek("t")}
WHEN MATCHED AND (
    ${newerCopy("s", "t")}
  )
  THEN UPDATE SET ${columns
    .filter((name) => !identity.has(name))
    .map((name) => `${name} = s.${name}`)
    .join(", ")}
WHEN NOT MATCHED
  THEN INSERT (${columns.join(", ")})
  VALUES (${columns.map((name) => `s.${name}`).join(", ")})`;

/** After all weeks of a day: its rows as they were counted before, so that one that came meanwhile is not overlooked. */
const noteDay = `MERGE INTO ${MERGED_DAYS_TABLE} AS t
USING (SELECT CAST(arrived_on AS DATE) AS day, arrived_rows AS row_count) AS s
ON t.day = s.day
WHEN MATCHED THEN UPDATE SET row_count = s.row_count
WHEN NOT MATCHED THEN INSERT (day, row_count) VALUES (s.day, s.row_count)`;

/**
 * What arrived leaves the landing once it is merged and old. No expiry of partitions, which would not ask whether it is: a
 * day goes only with as many rows as were merged, counted by the statement that deletes them, and so on one snapshot.
 */
const expireMerged = `DELETE FROM ${ARRIVED_TABLE}
WHERE received_at < keep_from
  AND CAST(received_at AS DATE) IN (
    SELECT landed.day
    FROM (
      SELECT CAST(received_at AS DATE) AS day, COUNT(*) AS row_count
      FROM ${ARRIVED_TABLE}
      WHERE received_at < keep_from
      GROUP BY day
    ) AS landed
    JOIN ${MERGED_DAYS_TABLE} AS done ON done.day = landed.day AND done.row_count = landed.row_count
  )`;

/**
 * In one transaction with it: a day that is gone and still noted would take as many rows that come late for merged ones.
 * What is not noted and there is merged once more.
 */
const forgetDays = `DELETE FROM ${MERGED_DAYS_TABLE} WHERE day < CAST(keep_from AS DATE)`;

/** Days that what arrived is kept for, at least: the question about copies is asked of it. */
const KEPT_DAYS = 14;

function script(statements: readonly string[]): string {
  return statements.map((statement) => `${statement};`).join("\n");
}

/**
 * The text of the scheduled query, whose default dataset is the lake's. What arrived is swept up to today's midnight: what
 * was streamed lately cannot be deleted, and before that nothing is so young but what came late.
 */
export const mergeScript = `${Object.entries(mergeVariables)
  .map(([name, type]) => `DECLARE ${name} ${type};`)
  .join("\n")}
SET today = TIMESTAMP_TRUNC(CURRENT_TIMESTAMP(), DAY);
SET keep_from = TIMESTAMP_SUB(today, INTERVAL ${KEPT_DAYS} DAY);
FOR arrival IN (
${daysToMerge}
) DO
SET arrived_on = arrival.day;
SET arrived_rows = arrival.row_count;
FOR week IN (
${weeksOfDay}
) DO
SET from_at = week.first_at;
SET until_at = TIMESTAMP_ADD(week.last_at, INTERVAL 1 MILLISECOND);
${mergeWeek};
END FOR;
${noteDay};
END FOR;
IF ${someErased()} THEN
${script(sweepErased("today"))}
END IF;
IF ${someErased("TIMESTAMP_SUB(today, INTERVAL 2 DAY)")} THEN
${script(sweepOnce)}
END IF;
BEGIN TRANSACTION;
${expireMerged};
${forgetDays};
COMMIT TRANSACTION;
`;
