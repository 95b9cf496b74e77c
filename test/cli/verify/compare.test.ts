import { describe, expect, it } from "vitest";
import { difference } from "../../../cli/verify/compare.ts";
import { newRow } from "../../../shared/row.ts";

const row = { ...newRow("uid", "IOT_TELEMETRY", 1, 2, "core/1"), measurements: { a: 1, b: 0 }, labels: {} };

describe("a row that is compared", () => {
  it("is the same in another order, from another version, arrived at another time", () => {
    const other = { ...row, received_at: 9, pipeline: "core/2", measurements: { b: 0, a: 1 }, labels: undefined };
    expect(difference(row, other)).toBeUndefined();
  });

  it.each([
    ["measurements", { measurements: { a: 1 } }],
    ["measurements", { measurements: { a: 1, b: 1 } }],
    ["x", { x: 0 }],
    ["occurred_at", { occurred_at: 2 }],
  ])("differs in %s", (column, change) => {
    expect(difference(row, { ...row, ...change })).toBe(column);
  });
});
