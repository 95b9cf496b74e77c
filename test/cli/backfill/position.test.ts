import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positionFrom } from "../../../cli/backfill/position.ts";

describe("how far a connection is", () => {
  it("is moved by no single event, and by many only to the least of the last", () => {
    const position = positionFrom(100);
    for (let time = 101; time <= 115; time++) position.took(time);
    expect(position.ms).toBe(100);
    position.took(9e12);
    expect(position.ms).toBe(101);
  });

  it("never goes back, and is never past an event that is out of order by less than the last few", () => {
    const disordered = fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(disordered, (late) => {
        const position = positionFrom(0);
        let before = 0;
        for (const [index, by] of late.entries()) {
          position.took(index + 100 - by);
          expect(position.ms).toBeGreaterThanOrEqual(before);
          // What comes next is at most 14 places late.
          expect(position.ms).toBeLessThanOrEqual(index + 1 + 100 - 14);
          before = position.ms;
        }
      }),
    );
  });
});
