/** A row as the one line of JSON that a managed Parquet conversion reads. */
import type { Row } from "../row.ts";
import { lakeRow } from "./lake-row.ts";

/** `lakeRow`, ended by `\n`. */
export function jsonLine(row: Row): string {
  return `${JSON.stringify(lakeRow(row))}\n`;
}
