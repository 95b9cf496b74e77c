/** A row as the message that carries it into BigQuery, and the description of such messages that goes before them. */
import { lakeRow } from "../../shared/lake/lake-row.ts";
import { type Column, columnList, type Row } from "../../shared/row.ts";
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

/** https://protobuf.dev/programming-guides/encoding/ */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;

/** Throws a RangeError where the row lacks what it must have. */
export function rowMessage(row: Row): Uint8Array {
  const kept = lakeRow(row);
  const parts: Uint8Array[] = [];
  for (const [place, { name, type, required }] of columnList.entries()) {
    const value = kept[name];
    if (value !== undefined) parts.push(...cell(place + 1, type, value));
    else if (required === true) throw new RangeError(`The row has no ${name}.`);
  }
  return Buffer.concat(parts);
}

/** A timestamp in microseconds, a map as the text of JSON. */
function cell(number: number, type: Column["type"], value: NonNullable<Row[keyof Row]>): readonly Uint8Array[] {
  switch (type) {
    case "timestamp":
      return [varints(tag(number, VARINT), Number(value) * 1_000)];
    case "int":
      return [varints(tag(number, VARINT)), signed(Number(value))];
    case "double":
      return [varints(tag(number, FIXED64)), double(Number(value))];
    case "map<string,double>":
    case "map<string,string>":
      return text(number, JSON.stringify(value));
    case "string":
      return text(number, value as string);
    case "string[]":
      return (value as readonly string[]).flatMap((item) => text(number, item));
  }
}

function tag(number: number, wireType: number): number {
  return number * 8 + wireType;
}

function text(number: number, content: string): readonly Uint8Array[] {
  const bytes = Buffer.from(content);
  return [varints(tag(number, DELIMITED), bytes.length), bytes];
}

/** Of integers from 0: beyond 2^53 those that a double holds, such as a multiple of a thousand, are exact here, too. */
function varints(...values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (let value of values) {
    for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

/** A negative one as 64 bits of two's complement, in ten bytes. */
function signed(value: number): Uint8Array {
  if (value >= 0) return varints(value);
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) + 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function double(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return bytes;
}
