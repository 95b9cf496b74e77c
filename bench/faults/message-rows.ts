/** The rows of appended messages, as BigQuery would read them. */
import { rowDescriptor } from "../../gcp/bigquery/row-message.ts";
import { rowReader } from "../../local/gcp/bigquery/table.ts";
import type { Row } from "../../shared/row.ts";

const types: Readonly<Record<number, string>> = { 1: "TYPE_DOUBLE", 3: "TYPE_INT64", 9: "TYPE_STRING" };
const labels: Readonly<Record<number, string>> = { 1: "LABEL_OPTIONAL", 2: "LABEL_REQUIRED", 3: "LABEL_REPEATED" };

export function messageRows(messages: readonly Uint8Array[]): readonly Row[] {
  const field = rowDescriptor.field.map((one) => ({
    ...one,
    type: types[one.type] ?? "",
    label: labels[one.label] ?? "",
  }));
  const reader = rowReader({ field });
  if (typeof reader === "string") throw new TypeError(reader);
  const read = reader.read(messages);
  if ("rowErrors" in read) throw new TypeError("A row was appended that the table does not take");
  return read.rows;
}
