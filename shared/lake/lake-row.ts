/** A row as the types of the lake hold it. */
import { type Column, columnList, type Row } from "../row.ts";

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);
/** The last instant with 13 digits, in 2286: the bound of `occurred_at`, well within what Hive and Athena can print. */
const MAX_TIMESTAMP_MS = 9_999_999_999_999;

/**
 * The row in column order, absent columns left out, timestamps as epoch milliseconds.
 *
 * A value the declared type cannot hold would cost the whole row, or the whole file, so it is left out; the `payload`
 * column still has it. A lone surrogate, which no UTF-8 file can hold, becomes U+FFFD.
 */
export function lakeRow(row: Row): Partial<Row> {
  const kept: Record<string, unknown> = {};
  for (const column of columnList) {
    const value = lakeValue(column, row[column.name]);
    if (value !== undefined) kept[column.name] = value;
  }
  return kept;
}

function lakeValue({ type }: Column, value: Row[keyof Row]): unknown {
  if (value === undefined || value === null) return undefined;
  switch (type) {
    case "string":
      return wellFormed(value as string);
    case "int":
      return isInt(value as number) ? value : undefined;
    case "timestamp":
      return isTimestamp(value as number) ? value : undefined;
    case "double":
      return Number.isFinite(value) ? value : undefined;
    case "string[]":
      return (value as readonly string[]).map(wellFormed);
    case "map<string,double>":
      return mapOf(value as Record<string, number>, (reading) => (Number.isFinite(reading) ? reading : undefined));
    case "map<string,string>":
      return mapOf(value as Record<string, string>, wellFormed);
  }
}

function isInt(value: number): boolean {
  return Number.isInteger(value) && value >= MIN_INT && value <= MAX_INT;
}

function isTimestamp(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= MAX_TIMESTAMP_MS;
}

function wellFormed(text: string): string {
  return text.isWellFormed() ? text : text.toWellFormed();
}

/** `Object.fromEntries` defines own keys, so that a key named `__proto__` is a key like any other. */
function mapOf<V>(map: Record<string, V>, keep: (value: V) => V | undefined): Record<string, V> {
  const kept: [string, V][] = [];
  for (const [key, value] of Object.entries(map)) {
    const keptValue = keep(value);
    if (keptValue !== undefined) kept.push([wellFormed(key), keptValue]);
  }
  return Object.fromEntries(kept);
}
