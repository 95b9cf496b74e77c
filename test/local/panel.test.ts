import { describe, expect, it } from "vitest";
import { cellsOf, panel } from "../../local/panel.ts";
import { busy, quiet } from "./snapshot.ts";

const options = {
  path: "Kinesis → function → DynamoDB and the lake",
  perSecond: 12_345,
  expected: 9_999_999,
  throttledCalls: 12_345,
  style: (_: unknown, text: string) => `\x1b[32m${text}\x1b[39m`,
};

describe("The panel", () => {
  it.each([40, 60, 80, 132])("takes no line wider than a terminal of %d columns, so that none is broken", (columns) => {
    for (const now of [quiet, busy])
      for (const line of panel(now, { ...options, columns })) expect(cellsOf(line)).toBeLessThan(columns);
  });

  it("loses nothing in a narrow terminal", () => {
    const words = (columns: number) =>
      panel(busy, { ...options, columns })
        .join(" ")
        .match(/[a-z]+ ?\S*[\d,]+|[a-z]{4,}/g);
    const narrow = panel(busy, { ...options, columns: 60 }).join("\n");
    for (const text of ["8,765,432", "1,234,567", "rejected", "retry", "records waiting", "calls throttled"])
      expect(narrow).toContain(text);
    expect(words(60)?.length).toBeGreaterThan(10);
  });

  it("says nothing of throttling where there was none", () => {
    expect(panel(quiet, { ...options, columns: 80, throttledCalls: 0 }).join("")).not.toContain("throttled");
  });
});
