/** A row as the message that carries it into BigQuery, and the description of such messages that goes before them. */
import { lakeRow } from "../../shared/lake/lake-row.ts";
import { type Column, columnList, type Row } from "../../shared/row.ts";
import { newMessageWriter } from "./message-writer.ts";
import { eventSchema, type TableField } from "./schema.ts";

/** Of google.protobuf.FieldDescriptorProto. */
const labels = { NULLABLE: 1, REQUIRED: 2, REPEATED: 3 } as const;
const DOUBLE = 1;
const INT64 = 3;
const STRING = 9;

/** https://cloud.google.com/bigquery/docs/supported-data-types#supported_protocol_buffer_data_types */
const wireTypes: Readonly<Record<TableField["type"], number>> = {
  STRING,
  JSON: STRING,
  FLOAT64: DOUBLE,
  INT64,
  TIMESTAMP: INT64,
  DATE: INT64,
};

/** A google.protobuf.DescriptorProto of the table's columns, numbered in their order from 1. */
export const rowDescriptor = {
  name: "Row",
  field: eventSchema.map(({ name, type, mode }, place) => ({
    name,
    number: place + 1,
    label: labels[mode],
    type: wireTypes[type],
  })),
};

const message = newMessageWriter();

/** Throws a RangeError where the row lacks what it must have. */
export function rowMessage(row: Row): Uint8Array {
  const kept = lakeRow(row);
  const missing = columnList.find(({ name, required }) => required === true && kept[name] === undefined);
  if (missing !== undefined) throw new RangeError(`The row has no ${missing.name}.`);
  message.begin();
  for (const [place, { name, type }] of columnList.entries()) {
    const value = kept[name];
    if (value !== undefined) writeCell(place + 1, type, value);
  }
  return message.finish();
}

/** A timestamp in microseconds, a map as the text of JSON. */
function writeCell(number: number, type: Column["type"], value: NonNullable<Row[keyof Row]>): void {
  switch (type) {
    case "timestamp":
      message.integer(number, Number(value) * 1_000);
      break;
    case "int":
      if (Number(value) < 0) message.negative(number, Number(value));
      else message.integer(number, Number(value));
      break;
    case "double":
      message.double(number, Number(value));
      break;
    case "map<string,double>":
    case "map<string,string>":
      message.text(number, JSON.stringify(value));
      break;
    case "string":
      message.text(number, value as string);
      break;
    case "string[]":
      for (const item of value as readonly string[]) message.text(number, item);
      break;
  }
}
