/** The part every named query begins with: the events of a period, each once. Parameters are `@name`, moments as TIMESTAMP. */
import type { Row } from "../../shared/row.ts";
import { copyNumber, identityColumns } from "./identity.ts";
import { ARRIVED_TABLE, ONCE_TABLE } from "./tables.ts";

/** Condition: occurred in the period. */
export const inPeriod = "occurred_at >= @from AND occurred_at < @to";

/** Condition: occurred on the day, UTC. */
export const onDay = "occurred_at >= @day AND occurred_at < TIMESTAMP_ADD(@day, INTERVAL 1 DAY)";

/** Condition: of the tenant asked for, or of any. */
export const ofTenant = "(@tenant = '' OR tenant_id = @tenant)";

const toTellCopies = [...identityColumns, "received_at", "pipeline"] as const;

/**
 * A WITH clause `latest`: the named columns of the rows that meet every condition, one row per event. Both tables are asked
 * with the conditions themselves, so that BigQuery leaves out the partitions of other days, which it does through no
 * window and no join; a copy that is in both is counted once whatever has been merged. Only columns named are read, and
 * those that tell copies apart.
 */
export function latest(columns: readonly (keyof Row)[], conditions: readonly string[]): string {
  return latestOf(columns, columns.join(", "), conditions);
}

/** The same with `local_time`: `occurred_at` as wall-clock time in the zone `@time_zone`. */
export function latestWithLocalTime(columns: readonly (keyof Row)[], conditions: readonly string[]): string {
  const selected = [...new Set(["occurred_at", ...columns])].join(", ");
  return latestOf(columns, `${selected}, DATETIME(occurred_at, @time_zone) AS local_time`, conditions);
}

function latestOf(columns: readonly (keyof Row)[], selected: string, conditions: readonly string[]): string {
  const read = [...new Set([...toTellCopies, ...columns])].join(", ");
  const from = (table: string) => `SELECT ${read}
    FROM ${table}
    WHERE ${conditions.join("\n      AND ")}`;
  return `WITH latest AS (
  SELECT ${selected}
  FROM (
    ${from(ONCE_TABLE)}
    UNION ALL
    ${from(ARRIVED_TABLE)}
  )
  WHERE TRUE
  QUALIFY ${copyNumber} = 1
)`;
}
