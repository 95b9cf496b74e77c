/** The dataset's tables, derived from the row contract, as the BigQuery API and Terraform take them. */
import { type Column, type ColumnType, columnList } from "../../shared/row.ts";
import { ARRIVED_TABLE, ERASED_TABLE, MERGED_DAYS_TABLE, ONCE_TABLE } from "./tables.ts";

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables#TableFieldSchema */
export interface TableField {
  readonly name: string;
  readonly type: "STRING" | "INT64" | "FLOAT64" | "TIMESTAMP" | "JSON" | "DATE";
  readonly mode: "NULLABLE" | "REQUIRED" | "REPEATED";
  readonly description: string;
}

export interface TableDefinition {
  readonly schema: readonly TableField[];
  /** The column whose day, UTC, is the partition. */
  readonly partitionedBy?: string;
  readonly clusteredBy?: readonly string[];
}

/** What is needed to know an event and to lay it by: without it there is no row. The rest may always be absent. */
export const eventSchema: readonly TableField[] = columnList.map(({ name, type, required, description }) => ({
  name,
  type: fieldType(type),
  mode: modeOf({ type, required }),
  description,
}));

/** There is no map: https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types */
function fieldType(type: ColumnType): TableField["type"] {
  switch (type) {
    case "string":
    case "string[]":
      return "STRING";
    case "int":
      return "INT64";
    case "double":
      return "FLOAT64";
    case "timestamp":
      return "TIMESTAMP";
    case "map<string,double>":
    case "map<string,string>":
      return "JSON";
  }
}

function modeOf({ type, required }: { readonly type: ColumnType; readonly required: Column["required"] | undefined }) {
  if (type === "string[]") return "REPEATED";
  return required === true ? "REQUIRED" : "NULLABLE";
}

function field(name: string, type: TableField["type"], mode: TableField["mode"], description: string): TableField {
  return { name, type, mode, description };
}

/**
 * What arrived lies by the day it arrived, which is always about today: a sender's clock that is years wrong opens no
 * partition here. Its rows are clustered by the moment they occurred, which merging and asking both choose by.
 */
export const tableDefinitions: Readonly<Record<string, TableDefinition>> = {
  [ARRIVED_TABLE]: { schema: eventSchema, partitionedBy: "received_at", clusteredBy: ["occurred_at"] },
  [ONCE_TABLE]: {
    schema: eventSchema,
    partitionedBy: "occurred_at",
    clusteredBy: ["tenant_id", "event_type", "floor_id"],
  },
  [MERGED_DAYS_TABLE]: {
    schema: [
      field("day", "DATE", "REQUIRED", "Day of arrival, UTC"),
      field("row_count", "INT64", "REQUIRED", "Rows it had when it was last merged"),
    ],
  },
  [ERASED_TABLE]: {
    schema: [
      field("subject", "STRING", "REQUIRED", "kind:id, as the lake has it after the privacy policy"),
      field("tenant_id", "STRING", "NULLABLE", "Absent for all tenants"),
      field("erased_at", "TIMESTAMP", "REQUIRED", "What occurred or arrived up to then is forgotten"),
    ],
  },
};
