import { describe, expect, it } from "vitest";
import { formatResult } from "../../cli/format-result.ts";

const result = {
  columns: ["tenant", "a_rather_long_column_name", "text"],
  rows: [["t", 1, "x".repeat(200)]],
};
const widest = (text: string) => Math.max(...text.split("\n").map((line) => [...line].length));

describe("A table for people", () => {
  it.each([60, 80])("fits a terminal of %d columns: the widest texts are cut", (columns) => {
    const text = formatResult(result, "table", columns);
    expect(widest(text)).toBeLessThanOrEqual(columns);
    expect(text).toContain("…");
    expect(text).toContain("tenant");
  });

  it("is not touched where it fits, or where no terminal is known", () => {
    expect(formatResult(result, "table")).toContain("x".repeat(200));
    expect(formatResult(result, "table", 400)).toBe(formatResult(result, "table"));
  });

  it("ends where nobody reads on, and says what has the rest", () => {
    const rows = Array.from({ length: 150_000 }, (_, place) => [place]);
    const lines = formatResult({ columns: ["n"], rows }, "table").split("\n");
    expect(lines.at(-1)).toBe("140000 more rows; csv and json have them all.");
    expect(lines).toHaveLength(10_000 + 5);
    expect(formatResult({ columns: ["n"], rows }, "csv").split("\n")).toHaveLength(150_001);
  });
});
