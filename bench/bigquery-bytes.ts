/**
 * A row as BigQuery bills it: what is written into it, and what it keeps and reads, each value by its type, none for what is
 * absent. https://cloud.google.com/bigquery/pricing#data
 */
import { rowMessage } from "../gcp/bigquery/row-message.ts";
import { eventSchema, type TableField } from "../gcp/bigquery/schema.ts";
import { lakeRow } from "../shared/lake/lake-row.ts";
import type { Row } from "../shared/row.ts";
import { simulatedRows } from "./simulated-rows.ts";

export interface BigQueryBytes {
  readonly written: number;
  readonly kept: number;
}

/** Means, of a row with its payload and without; `rows` have theirs. */
export function bigQueryBytes(rows: Iterable<Row>): { readonly keep: BigQueryBytes; readonly omit: BigQueryBytes } {
  const sums = { keep: { written: 0, kept: 0 }, omit: { written: 0, kept: 0 } };
  let count = 0;
  for (const row of rows) {
    count++;
    add(sums.keep, row);
    add(sums.omit, { ...row, payload: undefined });
  }
  const mean = ({ written, kept }: BigQueryBytes) => ({ written: written / count, kept: kept / count });
  return { keep: mean(sums.keep), omit: mean(sums.omit) };
}

function add(sums: { written: number; kept: number }, row: Row): void {
  sums.written += rowMessage(row).length;
  sums.kept += keptBytes(row);
}

const FIXED_BYTES = 8;
const STRING_BYTES = 2;

function keptBytes(row: Row): number {
  const values: Readonly<Record<string, unknown>> = lakeRow(row);
  return eventSchema.reduce((sum, { name, type }) => sum + bytesOf(type, values[name]), 0);
}

function bytesOf(type: TableField["type"], value: unknown): number {
  if (value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + bytesOf(type, item), 0);
  if (type === "STRING") return STRING_BYTES + Buffer.byteLength(String(value));
  return type === "JSON" ? Buffer.byteLength(JSON.stringify(value)) : FIXED_BYTES;
}

if (import.meta.main)
  console.log(bigQueryBytes(simulatedRows({ eventsPerSecond: 500, seconds: 20, withPayload: true })));
