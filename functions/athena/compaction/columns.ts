/** The columns the compacted table shares with landing: those of the row, and the day and hour of arrival. */
import { columnList } from "../../../shared/row.ts";
import { gluePartitionKeys } from "../../glue/schema.ts";

export const allColumns: readonly string[] = [...columnList, ...gluePartitionKeys].map(({ name }) => name);

/**
 * Landing's columns in the compacted table's types. Iceberg keeps microseconds where the files have milliseconds; with a
 * timestamp of another precision the day asked for is not inferred across a join, and each day's identities are read.
 */
export const landedColumns: readonly string[] = [
  ...columnList.map(({ name, type }) => (type === "timestamp" ? `CAST(${name} AS timestamp(6)) AS ${name}` : name)),
  ...gluePartitionKeys.map(({ name }) => name),
];

/** The ON of every join of the two: an event's full identity. Only a tenant can be absent. */
export function sameEvent(one: string, other: string): string {
  const equal = (column: string) => `${one}.${column} = ${other}.${column}`;
  return [
    equal("record_uid"),
    equal("occurred_at"),
    `${one}.tenant_id IS NOT DISTINCT FROM ${other}.tenant_id`,
    equal("subject_kind"),
    equal("subject_id"),
  ].join(" AND ");
}
