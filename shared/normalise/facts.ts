/** Adding to a row's measurements and labels; the maps are made when the first fact comes. */
import type { LabelName } from "../labels.ts";
import type { Row } from "../row.ts";

export function measure(row: Row, key: string, value: number | undefined): void {
  if (value === undefined) return;
  row.measurements ??= {};
  row.measurements[key] = value;
}

/** A longer text is no label: it would make a history item of many write units. The lake's payload has it. */
const MAX_LABEL_LENGTH = 1_024;

export function label(row: Row, key: LabelName, value: string | undefined): void {
  if (value === undefined || value.length > MAX_LABEL_LENGTH) return;
  row.labels ??= {};
  row.labels[key] = value;
}
