/** What a row of the lake is billed as, kept to what is told of it. */
import { expect, it } from "vitest";
import { bigQueryBytes } from "../../../bench/bigquery-bytes.ts";
import { simulatedRows } from "../../../bench/simulated-rows.ts";
import { rowKeptBytes, rowWrittenBytes } from "../../../cli/gcp/cost-measured.ts";
import { newRow } from "../../../shared/row.ts";

it("a row has as many bytes in BigQuery as the bill reckons with, within a tenth", () => {
  const measured = bigQueryBytes(simulatedRows({ eventsPerSecond: 500, seconds: 4, withPayload: true }));
  for (const payload of ["keep", "omit"] as const) {
    expect(Math.abs(measured[payload].written / rowWrittenBytes[payload] - 1)).toBeLessThan(0.1);
    expect(Math.abs(measured[payload].kept / rowKeptBytes[payload] - 1)).toBeLessThan(0.1);
  }
});

it("values are counted by their types, and what is absent is nothing", () => {
  const bare = newRow("uid", "TYPE", 1, 1, "p/1");
  const kept = (more: object) => bigQueryBytes([{ ...bare, ...more }]).keep.kept - bigQueryBytes([bare]).keep.kept;
  expect(kept({ ssid: "é" })).toBe(4);
  expect(kept({ x: 0, people_count: 3, entered_at: 5 })).toBe(24);
  expect(kept({ location_types: ["a", "bc"] })).toBe(7);
  expect(kept({ measurements: { a: 1 } })).toBe(7);
});
