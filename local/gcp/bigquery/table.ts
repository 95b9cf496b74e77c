/** What BigQuery checks of rows before it appends any, and what it makes of them. */
import { Field, Type } from "protobufjs";
import { eventSchema, type TableField } from "../../../gcp/bigquery/schema.ts";
import { newRow, type Row } from "../../../shared/row.ts";

/** A google.protobuf.DescriptorProto as @grpc/proto-loader reads it. */
export interface Descriptor {
  readonly field: readonly {
    readonly name: string;
    readonly number: number;
    readonly label: string;
    readonly type: string;
  }[];
}

/** Row errors by place; with one, none is appended. */
type Checked = { readonly rows: readonly Row[] } | { readonly rowErrors: ReadonlyMap<number, string> };

export interface RowReader {
  read(serializedRows: readonly Uint8Array[]): Checked;
}

/** https://cloud.google.com/bigquery/docs/supported-data-types#supported_protocol_buffer_data_types */
const wireTypes: Readonly<Record<TableField["type"], readonly string[]>> = {
  STRING: ["TYPE_STRING"],
  JSON: ["TYPE_STRING"],
  INT64: ["TYPE_INT64", "TYPE_INT32"],
  TIMESTAMP: ["TYPE_INT64"],
  FLOAT64: ["TYPE_DOUBLE", "TYPE_FLOAT"],
  DATE: ["TYPE_INT32"],
};
/** 0001-01-01 and the begin of 10000, milliseconds. */
const TIMESTAMP_RANGE = [-62_135_596_800_000, 253_402_300_800_000] as const;

/** Answers what is wrong with the description, where something is: of the whole request then. */
export function rowReader(descriptor: Descriptor): RowReader | string {
  const message = new Type("Row");
  const columns = new Map(eventSchema.map((column) => [column.name, column]));
  for (const { name, number, label, type } of descriptor.field) {
    const column = columns.get(name);
    if (column === undefined) return `Input schema has more fields than BigQuery schema, extra fields: '${name}'`;
    if (!wireTypes[column.type].includes(type)) return `The type of field ${name} does not match the table's`;
    if ((label === "LABEL_REPEATED") !== (column.mode === "REPEATED")) return `The mode of field ${name} differs`;
    message.add(fieldOf(name, number, label, type));
  }
  const missing = eventSchema.find(({ name, mode }) => mode === "REQUIRED" && message.fields[name] === undefined);
  if (missing !== undefined) return `Required field ${missing.name} is missing in the input schema`;
  return {
    read(serializedRows) {
      const rows: Row[] = [];
      const rowErrors = new Map<number, string>();
      for (const [place, bytes] of serializedRows.entries()) {
        const row = rowOf(message, bytes);
        if (typeof row === "string") rowErrors.set(place, row);
        else rows.push(row);
      }
      return rowErrors.size > 0 ? { rowErrors } : { rows };
    },
  };
}

function fieldOf(name: string, number: number, label: string, type: string): Field {
  return new Field(
    name,
    number,
    type.slice("TYPE_".length).toLowerCase(),
    label === "LABEL_REPEATED" ? "repeated" : "optional",
  );
}

/** Answers what is wrong with it, where something is. */
function rowOf(message: Type, bytes: Uint8Array): Row | string {
  let cells: Record<string, unknown>;
  try {
    cells = message.toObject(message.decode(bytes), { longs: Number });
  } catch {
    return "Invalid message";
  }
  const row: Record<string, unknown> = { ...newRow("", "", 0, 0, "") };
  for (const { name, mode, type } of eventSchema) {
    const cell = cells[name];
    if (cell === undefined && mode === "REQUIRED") return `Field ${name} is required`;
    if (cell === undefined) continue;
    const value = contentOf(type, cell);
    if (value === undefined) return `Field ${name} has an invalid value`;
    row[name] = value;
  }
  return row as unknown as Row;
}

function contentOf(type: TableField["type"], cell: unknown): unknown {
  switch (type) {
    case "JSON":
      return json(String(cell));
    case "TIMESTAMP": {
      const ms = Math.floor(Number(cell) / 1_000);
      return ms >= TIMESTAMP_RANGE[0] && ms < TIMESTAMP_RANGE[1] ? ms : undefined;
    }
    default:
      return cell;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
