/** Rows as one Parquet file with the declared types, for wherever no managed engine writes it. */
import type { SchemaElement } from "hyparquet";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { type ColumnType, columnList, type Row } from "../row.ts";

/** Rows per row group: what a reader skips by a column's least and greatest value. */
const ROW_GROUP_ROWS = 50_000;

/** SNAPPY, dictionaries where they pay, statistics per row group. `pipeline` columns and the like cost next to nothing. */
export function parquetFile(rows: readonly Partial<Row>[]): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({ columnData: columnData(rows), schema: schemaOf([]), rowGroupSize: ROW_GROUP_ROWS }),
  );
}

/** The rows' columns, for a writer of the schema. */
export function columnData(rows: readonly Partial<Row>[]): ColumnSource[] {
  return columnList.map(({ name, type }) => ({ name, data: rows.map((row) => cell(type, row[name])) }));
}

function cell(type: ColumnType, value: Row[keyof Row]): unknown {
  if (value === undefined || value === null) return null;
  return type === "timestamp" ? BigInt(value as number) : value;
}

/**
 * Depth first, as Parquet keeps a schema; lists and maps in the three-level form of
 * https://github.com/apache/parquet-format/blob/master/LogicalTypes.md
 */
export function schemaOf(further: readonly { readonly name: string; readonly type: ColumnType }[]): SchemaElement[] {
  const columns = [...columnList, ...further];
  return [
    { name: "spaces_event", num_children: columns.length },
    ...columns.flatMap(({ name, type }) => elementsOf(name, type)),
  ];
}

function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  switch (type) {
    case "string":
      return [text(name)];
    case "int":
      return [{ name, type: "INT32", repetition_type: "OPTIONAL" }];
    case "double":
      return [double(name)];
    case "timestamp":
      return [
        {
          name,
          type: "INT64",
          repetition_type: "OPTIONAL",
          // Not adjusted to UTC: Athena and DuckDB then read a timestamp without a zone, which is what the table declares.
          logical_type: { type: "TIMESTAMP", isAdjustedToUTC: false, unit: "MILLIS" },
        },
      ];
    case "string[]":
      return [
        { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        text("element"),
      ];
    case "map<string,double>":
      return [...mapOf(name), double("value")];
    case "map<string,string>":
      return [...mapOf(name), text("value")];
  }
}

/** A map up to its key; the value's element follows. */
function mapOf(name: string): SchemaElement[] {
  return [
    { name, repetition_type: "OPTIONAL", converted_type: "MAP", num_children: 1 },
    { name: "key_value", repetition_type: "REPEATED", num_children: 2 },
    { ...text("key"), repetition_type: "REQUIRED" },
  ];
}

function text(name: string): SchemaElement {
  return { name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" };
}

function double(name: string): SchemaElement {
  return { name, type: "DOUBLE", repetition_type: "OPTIONAL" };
}
