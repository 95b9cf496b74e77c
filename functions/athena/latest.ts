/** The part every named query begins with: the events of a period, each once. */

import type { QueryParameter } from "../../shared/lake/named-query.ts";
import { LAKE_TABLE } from "../../shared/lake/table.ts";
import type { Row } from "../../shared/row.ts";

/** Both ends of the period are days in UTC; `to` is not in it. */
export const period: readonly QueryParameter[] = [
  { name: "from", type: "date", description: "First day, yyyy-MM-dd, UTC" },
  { name: "to", type: "date", description: "Day after the last day, yyyy-MM-dd, UTC" },
];

export const timeZone: QueryParameter = {
  name: "time_zone",
  type: "text",
  description: "IANA time zone that days and hours are counted in, such as Europe/Paris",
  default: "UTC",
};

/** One customer account of the many a channel carries. */
export const tenant: QueryParameter = {
  name: "tenant",
  type: "text",
  description: "Tenant id; empty for all tenants",
  default: "",
};

/** Condition: of the tenant asked for, or of any. */
export const ofTenant = "(:tenant = '' OR tenant_id = :tenant)";

/**
 * Condition: occurred in the period. The day of arrival is what Athena leaves files out by: a day's slack on either
 * side takes in a sender's clock that is ahead and events that came up to a day late.
 */
export const inPeriod = `dt >= CAST(CAST(CAST(:from AS date) - INTERVAL '1' DAY AS date) AS varchar)
      AND dt <= CAST(CAST(CAST(:to AS date) + INTERVAL '1' DAY AS date) AS varchar)
      AND occurred_at >= CAST(:from AS timestamp)
      AND occurred_at < CAST(:to AS timestamp)`;

/** Condition: occurred on the day `:day`, UTC; with the same slack. */
export const onDay = `dt >= CAST(CAST(CAST(:day AS date) - INTERVAL '1' DAY AS date) AS varchar)
      AND dt <= CAST(CAST(CAST(:day AS date) + INTERVAL '2' DAY AS date) AS varchar)
      AND occurred_at >= CAST(:day AS timestamp)
      AND occurred_at < CAST(:day AS timestamp) + INTERVAL '1' DAY`;

/** What tells two events apart, as everywhere: recordUid alone has been seen with 32 bits only, across tenants. */
export const identity = "record_uid, occurred_at, tenant_id, subject_kind, subject_id";

/** `name/major.minor.patch` by its numbers: 0.10.0 is newer than 0.9.0. */
const versionParts = [1, 2, 3].map(
  (part) => `TRY_CAST(split_part(split_part(pipeline, '/', 2), '.', ${part}) AS integer) DESC`,
);

/**
 * Numbers the copies of an event (Cisco's own repeats, a replayed batch, both channels switched on), the one to keep
 * first: it arrived last, or was written again by a newer core.
 */
export const copyNumber = `row_number() OVER (PARTITION BY ${identity} ORDER BY received_at DESC, ${versionParts.join(", ")})`;

/**
 * A WITH clause `latest`: the named columns of the rows that meet every condition, one row per event.
 * Filtering comes before de-duplication, which Athena cannot push a filter through; only columns named are read.
 */
export function latest(columns: readonly (keyof Row)[], conditions: readonly string[]): string {
  return latestOf(columns.join(", "), columns.join(", "), conditions);
}

/**
 * The same with `local_time`: `occurred_at` as wall-clock time in the zone asked for. It is computed here, once, since
 * two uses of a parameter are two different expressions to GROUP BY.
 */
export function latestWithLocalTime(columns: readonly (keyof Row)[], conditions: readonly string[]): string {
  const read = ["occurred_at", ...columns.filter((name) => name !== "occurred_at")].join(", ");
  const local = "CAST(at_timezone(with_timezone(occurred_at, 'UTC'), :time_zone) AS timestamp) AS local_time";
  return latestOf(`${read}, ${local}`, read, conditions);
}

function latestOf(selected: string, read: string, conditions: readonly string[]): string {
  return `WITH latest AS (
  SELECT ${selected}
  FROM (
    SELECT ${read},
      ${copyNumber} AS copy
    FROM ${LAKE_TABLE}
    WHERE ${conditions.join("\n      AND ")}
  )
  WHERE copy = 1
)`;
}
