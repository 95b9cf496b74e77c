/** The part every named query begins with: the events of a period, each once. */

import { only } from "../../shared/lake/lake-form.ts";
import type { QueryParameter } from "../../shared/lake/named-query.ts";
import { LAKE_TABLE, LATEST_VIEW } from "../../shared/lake/table.ts";
import type { Row } from "../../shared/row.ts";

/** `to` is not in it. */
export const period: readonly QueryParameter[] = [
  { name: "from", type: "moment", description: "Begin, a day or a time, UTC" },
  { name: "to", type: "moment", description: "End, a day or a time, UTC, which is not in the period any more" },
];

export const timeZone: QueryParameter = {
  name: "time_zone",
  type: "text",
  description: "IANA time zone that days and hours are counted in, such as Europe/Paris",
  default: "UTC",
};

/** How a thing is asked for. */
export const DEVICE_OR_ADDRESS = "Device id, or MAC address, as the lake has it (after the privacy policy)";

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
 * Condition: arrived from the day before `from` to the day after the last that is in the period, by landing's partitions:
 * a day's slack on either side takes in a sender's clock that is ahead and events that came up to a day late.
 */
function arrivedAround(from: string, beforeEnd: string): string {
  return `dt >= CAST(CAST(${from} - INTERVAL '1' DAY AS date) AS varchar)
      AND dt <= CAST(CAST(${beforeEnd} + INTERVAL '1' DAY AS date) AS varchar)
      AND `;
}

/** The end of a period is not in it: the day before midnight is the last. */
const beforeTo = "CAST(:to AS timestamp) - INTERVAL '1' SECOND";

/**
 * Condition: occurred in the period. What is compacted lies by the day it occurred; of landing, the day of arrival is what
 * Athena leaves files out by.
 */
export const inPeriod = `${only("arrival", arrivedAround("CAST(:from AS timestamp)", beforeTo))}occurred_at >= CAST(:from AS timestamp)
      AND occurred_at < CAST(:to AS timestamp)`;

/** Condition: occurred on the day `:day`, UTC; of landing with the same slack. */
export const onDay = `${only("arrival", arrivedAround("CAST(:day AS timestamp)", "CAST(:day AS timestamp)"))}occurred_at >= CAST(:day AS timestamp)
      AND occurred_at < CAST(:day AS timestamp) + INTERVAL '1' DAY`;

/** What tells two events apart, as everywhere: recordUid alone has been seen with 32 bits only, across tenants. */
export const identity = "record_uid, occurred_at, tenant_id, subject_kind, subject_id";

/** `name/major.minor.patch` by its numbers: 0.10.0 is newer than 0.9.0. */
function versionParts(pipeline: string): readonly string[] {
  return [1, 2, 3].map((part) => `TRY_CAST(split_part(split_part(${pipeline}, '/', 2), '.', ${part}) AS integer)`);
}

const newestFirst = ["received_at", ...versionParts("pipeline")].map((column) => `${column} DESC`).join(", ");

/**
 * Numbers the copies of an event (Cisco's own repeats, a replayed batch, both channels switched on), the one to keep
 * first: it arrived last, or was written again by a newer core.
 */
export const copyNumber = `row_number() OVER (PARTITION BY ${identity} ORDER BY ${newestFirst})`;

/** Condition: of two copies of an event, `one` is to be kept over `other`, by the same order. */
export function newerCopy(one: string, other: string): string {
  const versionOf = (row: string) => versionParts(`${row}.pipeline`).map((part) => `coalesce(${part}, -1)`);
  const order = [[`${one}.received_at`, `${other}.received_at`], ...zip(versionOf(one), versionOf(other))];
  return order
    .map(([mine, theirs], place) =>
      [...order.slice(0, place).map(([a, b]) => `${a} = ${b}`), `${mine} > ${theirs}`].join(" AND "),
    )
    .map((condition) => `(${condition})`)
    .join(" OR ");
}

function zip(some: readonly string[], others: readonly string[]): readonly (readonly [string, string])[] {
  return some.map((item, place) => [item, others[place] ?? item]);
}

/**
 * A WITH clause `latest`: the named columns of the rows that meet every condition, one row per event. In a lake that is
 * landing alone, filtering comes before de-duplication, which Athena cannot push a filter through; what is compacted has
 * each event once. Only columns named are read.
 */
export function latest(columns: readonly (keyof Row)[], conditions: readonly string[]): string {
  return latestOf(columns.join(", "), columns.join(", "), conditions);
}

/**
 * `occurred_at` as wall-clock time in the zone asked for, by the zone's offset at that moment: a cast from a timestamp with
 * zone throws in Athena or answers UTC (https://github.com/cube-js/cube/pull/10779), though it does not in Trino.
 */
const inZone = "at_timezone(with_timezone(occurred_at, 'UTC'), :time_zone)";
const localTime = `date_add('minute', timezone_hour(${inZone}) * 60 + timezone_minute(${inZone}), occurred_at)`;

/** The same with `local_time`: `occurred_at` as wall-clock time in the zone asked for. */
export function latestWithLocalTime(columns: readonly (keyof Row)[], conditions: readonly string[]): string {
  const read = ["occurred_at", ...columns.filter((name) => name !== "occurred_at")].join(", ");
  return latestOf(`${read}, ${localTime} AS local_time`, read, conditions);
}

function latestOf(selected: string, read: string, conditions: readonly string[]): string {
  return `WITH latest AS (
  SELECT ${selected}
  FROM (
    SELECT ${read}${only("landing", `,\n      ${copyNumber} AS copy`)}
    FROM ${only("landing", LAKE_TABLE)}${only("compacted", LATEST_VIEW)}
    WHERE ${conditions.join("\n      AND ")}
  )${only("landing", "\n  WHERE copy = 1")}
)`;
}
