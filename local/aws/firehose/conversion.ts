/** The format conversion: delivered bytes → rows of the table's types, as the Hive JSON SerDe reads them. */
import type { Result } from "../../../shared/outcome.ts";
import { type ColumnType, columnList, type Row } from "../../../shared/row.ts";

export interface Converted {
  readonly rows: readonly Partial<Row>[];
  /** Lines that are no row of this table, with the reason; they go to `format-conversion-failed`. */
  readonly failures: readonly { readonly line: Uint8Array; readonly message: string }[];
}

/** Every `\n`-ended object is a row; unknown keys are passed over, a value of the wrong type fails its line. */
export function convert(data: Uint8Array): Converted {
  const rows: Partial<Row>[] = [];
  const failures: { line: Uint8Array; message: string }[] = [];
  for (const line of Buffer.from(data).toString("utf8").split("\n")) {
    if (line.trim() === "") continue;
    const row = rowOf(line);
    if (row.ok) rows.push(row.value);
    else failures.push({ line: Buffer.from(line), message: row.error });
  }
  return { rows, failures };
}

function rowOf(line: string): Result<Partial<Row>, string> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, error: "The data is not valid JSON." };
  }
  if (!isRecord(value)) return { ok: false, error: "The data is not a JSON object." };
  for (const { name, type } of columnList) {
    const cell = value[name];
    if (cell === undefined || cell === null) continue;
    if (!fits(type, cell)) return { ok: false, error: `The value of column ${name} is not of type ${type}.` };
  }
  return { ok: true, value: value as Partial<Row> };
}

function fits(type: ColumnType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "int":
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case "double":
      return typeof value === "number";
    case "timestamp":
      return Number.isSafeInteger(value);
    case "string[]":
      return Array.isArray(value) && value.every((item) => typeof item === "string");
    case "map<string,double>":
      return isRecord(value) && Object.values(value).every((item) => typeof item === "number");
    case "map<string,string>":
      return isRecord(value) && Object.values(value).every((item) => typeof item === "string");
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
