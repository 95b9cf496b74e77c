/** What tells two events apart, and which of two copies is kept, in GoogleSQL. The same order as shared/lake/newest-copy.ts. */

export const identityColumns = ["record_uid", "occurred_at", "tenant_id", "subject_kind", "subject_id"] as const;

/** `name/major.minor.patch` by its numbers: 0.10.0 is newer than 0.9.0. What is no number is older than any. */
function versionParts(pipeline: string): readonly string[] {
  return [0, 1, 2].map(
    (part) =>
      `IFNULL(SAFE_CAST(SPLIT(SPLIT(${pipeline}, '/')[SAFE_OFFSET(1)], '.')[SAFE_OFFSET(${part})] AS INT64), -1)`,
  );
}

/** Numbers the copies of an event, the one to keep first. */
export const copyNumber = `ROW_NUMBER() OVER (
    PARTITION BY ${identityColumns.join(", ")}
    ORDER BY ${["received_at", ...versionParts("pipeline")].map((column) => `${column} DESC`).join(", ")}
  )`;

/** Condition: of two copies of an event, `one` is to be kept over `other`. */
export function newerCopy(one: string, other: string): string {
  const orderOf = (row: string) => [`${row}.received_at`, ...versionParts(`${row}.pipeline`)];
  const theirs = orderOf(other);
  return orderOf(one)
    .map((mine, place, all) => {
      const equalBefore = all.slice(0, place).map((column, index) => `${column} = ${theirs[index]}`);
      return `(${[...equalBefore, `${mine} > ${theirs[place]}`].join(" AND ")})`;
    })
    .join("\n    OR ");
}

/** The ON of a join: an event's full identity. Only a tenant can be absent. */
export function sameEvent(one: string, other: string): string {
  return identityColumns
    .map((name) => `${one}.${name} ${name === "tenant_id" ? "IS NOT DISTINCT FROM" : "="} ${other}.${name}`)
    .join(" AND ");
}
