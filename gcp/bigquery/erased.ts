/** Whom the lake has forgotten: what has arrived and is not merged yet may still hold such events, and nothing may bring them back. */
import { ARRIVED_TABLE, ERASED_TABLE, MERGED_DAYS_TABLE, ONCE_TABLE } from "./tables.ts";

/**
 * Rows that were streamed within the last half hour or so cannot be deleted, and a statement that meets one fails whole:
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/data-manipulation-language#limitations
 */
const STREAMED_MINUTES = 90;

/** Every way a row can be about a subject, each as `kind:id`; `row` is a table's name. */
function subjectsOf(row: string): readonly string[] {
  return [
    `CONCAT(${row}.subject_kind, ':', ${row}.subject_id)`,
    `CONCAT('device:', ${row}.device_id)`,
    `CONCAT('device:', ${row}.mac_address)`,
    `CONCAT('user:', ${row}.user_id)`,
  ];
}

/** Whichever came first: a sender's clock may be ahead, and what is redriven arrives again. */
function happenedAt(row: string): string {
  return `LEAST(${row}.occurred_at, ${row}.received_at)`;
}

/** Conditions on the row `row`, one of which holds when it is about somebody who is forgotten. */
function erasedBy(row: string): readonly string[] {
  return subjectsOf(row).map(
    (subject) => `EXISTS (
      SELECT 1 FROM ${ERASED_TABLE} AS e
      WHERE e.subject = ${subject}
        AND (e.tenant_id IS NULL OR e.tenant_id = ${row}.tenant_id)
        AND ${happenedAt(row)} <= e.erased_at
    )`,
  );
}

/** Condition: nobody who is forgotten. What occurs and arrives after the erasure is kept again. */
export function notErased(row: string): string {
  return erasedBy(row)
    .map((condition) => `NOT ${condition}`)
    .join("\n    AND ");
}

/**
 * Rows of what arrived go, and the days they arrived on are noted no longer: a day with as many rows as it had when it was
 * merged is taken for merged, and one who is forgotten must not make room for one who comes late. The note goes first, so
 * that a script which ends in between leaves a day that is merged once more.
 */
function deleteArrived(row: string, condition: string): readonly string[] {
  const where = `${ARRIVED_TABLE} AS ${row}
WHERE ${condition}`;
  return [
    `DELETE FROM ${MERGED_DAYS_TABLE} WHERE day IN (
SELECT CAST(${row}.received_at AS DATE)
FROM ${where}
)`,
    `DELETE FROM ${where}`,
  ];
}

/**
 * Of what arrived before `until`, whoever is forgotten: the rest of an erasure that met rows too young to be deleted. A
 * statement for each way of being meant: what is joined by one equality BigQuery can always join.
 */
export function sweepErased(until: string): readonly string[] {
  return erasedBy("a").flatMap((condition) =>
    deleteArrived(
      "a",
      `a.received_at < ${until}
  AND ${condition}`,
    ),
  );
}

/** Condition: somebody is forgotten, since `from` where it is given; else a sweep would read tables for nothing. */
export function someErased(from?: string): string {
  return `EXISTS (SELECT 1 FROM ${ERASED_TABLE}${from === undefined ? "" : ` WHERE erased_at >= ${from}`})`;
}

/** A merge that was under way when somebody was forgotten puts in what it had read before. */
export const sweepOnce: readonly string[] = erasedBy("t").map(
  (condition) => `DELETE FROM ${ONCE_TABLE} AS t
WHERE ${condition}`,
);

/** Run before the deletions: what is merged between the two stays out. Parameters: `subject`, `tenant`, which may be NULL, and `at`. */
export const noteErased = `INSERT INTO ${ERASED_TABLE} (subject, tenant_id, erased_at)
VALUES (@subject, @tenant, @at)`;

/** Condition on the row `t`, with the same parameters. */
const isAbout = `@subject IN (${subjectsOf("t").join(", ")})
  AND (@tenant IS NULL OR t.tenant_id = @tenant)
  AND ${happenedAt("t")} <= @at`;

/**
 * Each by itself, and those of the last as one: a merge that ran between them would note the day anew. The rows are gone
 * for who asks; BigQuery keeps them for time travel and fail-safe for up to 14 days more.
 */
export const deleteErased: readonly string[] = [
  `DELETE FROM ${ONCE_TABLE} AS t
WHERE ${isAbout}`,
  [
    "BEGIN TRANSACTION",
    ...deleteArrived(
      "t",
      `t.received_at < TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL ${STREAMED_MINUTES} MINUTE)
  AND ${isAbout}`,
    ),
    "COMMIT TRANSACTION;",
  ].join(";\n"),
];

export function countAbout(table: string): string {
  return `SELECT COUNT(*) AS row_count FROM ${table} AS t WHERE ${isAbout}`;
}
