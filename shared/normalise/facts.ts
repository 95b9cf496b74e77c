/** Adding to a row's measurements and labels; the maps are made when the first fact comes. */
import type { Row } from "../row.ts";

export function measure(row: Row, key: string, value: number | undefined): void {
  if (value === undefined) return;
  row.measurements ??= {};
  row.measurements[key] = value;
}

export function label(row: Row, key: string, value: string | undefined): void {
  if (value === undefined) return;
  row.labels ??= {};
  row.labels[key] = value;
}
