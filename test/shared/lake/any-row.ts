/** Rows of every shape the contract allows, hostile texts included. */
import fc from "fast-check";
import { type Column, columnList, newRow, type Row } from "../../../shared/row.ts";

const text = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.constantFrom("line\nbreak", '"', "\\", "\u2028", "\ud800", "é😀", "__proto__", ""),
);
const key = fc.oneof(fc.string({ minLength: 1, maxLength: 12 }), fc.constantFrom("__proto__", "temperature_c"));

export const anyRow: fc.Arbitrary<Row> = fc
  .record(Object.fromEntries(columnList.map((column) => [column.name, fc.option(cellOf(column), { nil: undefined })])))
  .map((cells) => ({ ...newRow("uid", "TYPE", 0, 0, "core/1"), ...withoutAbsent(cells) }));

function cellOf({ type }: Column): fc.Arbitrary<unknown> {
  switch (type) {
    case "string":
      return text;
    case "int":
      return fc.integer();
    case "double":
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map(positiveZero);
    case "timestamp":
      return fc.integer({ min: 0, max: 4_102_444_800_000 });
    case "string[]":
      return fc.array(text, { maxLength: 4 });
    case "map<string,double>":
      return fc.array(fc.tuple(key, fc.double({ noNaN: true, noDefaultInfinity: true }).map(positiveZero))).map(mapOf);
    case "map<string,string>":
      return fc.array(fc.tuple(key, text), { maxLength: 4 }).map(mapOf);
  }
}

/** JSON has no negative zero. */
function positiveZero(value: number): number {
  return value === 0 ? 0 : value;
}

function mapOf<V>(entries: [string, V][]): Record<string, V> {
  return Object.fromEntries(entries);
}

function withoutAbsent(cells: object): Partial<Row> {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined));
}

/** What a row is once no lone surrogate is left in it, absent columns left out: what the lake must give back. */
export function asKept(row: Row): object {
  return JSON.parse(
    JSON.stringify(row, (_, value: unknown) => {
      if (typeof value === "string") return value.toWellFormed();
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name.toWellFormed(), item]));
    }),
  ) as object;
}
