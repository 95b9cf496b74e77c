import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newSampling } from "../../../cli/tap/sampling.ts";

describe("sampling", () => {
  it("never shows more a second than it is told, and accounts for every one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 10_000 })), (perSecond, times) => {
        const inOrder = times.toSorted((a, b) => a - b);
        let told = 0;
        const sampling = newSampling(perSecond, (events) => {
          told += events;
        });
        const shown = inOrder.filter((ms) => sampling.takes(ms));
        for (const its of Map.groupBy(shown, (ms) => Math.floor(ms / 1_000)).values())
          expect(its.length).toBeLessThanOrEqual(perSecond);
        expect(shown.length + sampling.leftOut()).toBe(times.length);
        // Those of the last second are told when a next one begins.
        sampling.takes(20_000);
        expect(told).toBe(sampling.leftOut());
      }),
    );
  });
});
