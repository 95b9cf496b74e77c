import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoTime } from "../../cli/iso-time.ts";

describe("a time as text", () => {
  it("is ISO 8601 in UTC", () => {
    expect(isoTime(1_767_225_600_123)).toBe("2026-01-01T00:00:00.123Z");
  });

  it("is told for whatever number a stranger's letter has", () => {
    fc.assert(
      fc.property(fc.double(), (ms) => {
        expect(Math.abs(Date.parse(isoTime(ms)))).toBeLessThanOrEqual(8.64e15);
      }),
      { examples: [[Number.NaN], [Number.POSITIVE_INFINITY], [-1e300], [8.64e15 + 1]] },
    );
  });
});
