/**
 * The lake's table, derived from the row contract: one table for both channels, Parquet files under `dt=` / `hour=`.
 *
 * `dt` and `hour` say when a row arrived (Data Firehose evaluates the prefix with the arrival time of the oldest record
 * in the file, UTC: https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html), `occurred_at` when it happened.
 * A query filters on both: on `dt` so that Athena opens few files, on `occurred_at` to be right.
 */
import { type ColumnType, columnList } from "../../shared/row.ts";

/** A column as Glue and Hive write it. */
export interface GlueColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/** Hive's name of a column type: https://docs.aws.amazon.com/athena/latest/ug/data-types.html */
function glueType(type: ColumnType): string {
  switch (type) {
    case "string":
    case "int":
    case "double":
    case "timestamp":
    case "map<string,double>":
    case "map<string,string>":
      return type;
    case "string[]":
      return "array<string>";
  }
}

/** Trino's name of a column type, for a view's declared columns. */
export function trinoType(type: ColumnType): string {
  switch (type) {
    case "string":
      return "varchar";
    case "int":
      return "integer";
    case "double":
      return "double";
    case "timestamp":
      return "timestamp(3)";
    case "string[]":
      return "array(varchar)";
    case "map<string,double>":
      return "map(varchar,double)";
    case "map<string,string>":
      return "map(varchar,varchar)";
  }
}

export const glueColumns: readonly GlueColumn[] = columnList.map(({ name, type, description }) => ({
  name,
  type: glueType(type),
  comment: description,
}));

/** Day (`yyyy-MM-dd`) and hour (0 to 23) of arrival, UTC. */
export const gluePartitionKeys: readonly GlueColumn[] = [
  { name: "dt", type: "string", comment: "Day of arrival, UTC, yyyy-MM-dd" },
  { name: "hour", type: "int", comment: "Hour of arrival, UTC, 0 to 23" },
];

/** Where rows go, below the bucket; Data Firehose's expression language. */
export const LAKE_PREFIX = "events/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/";

/**
 * How the Hive JSON SerDe of the conversion is told that timestamps are epoch milliseconds:
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_HiveJsonSerDe.html
 */
export const timestampFormats: readonly string[] = ["millis"];
