import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countedFigures, lookBack, type Series, seriesOf, sumOf } from "../../../cli/stage/look-back.ts";

const MINUTE_MS = 60_000;
const STEPS = 180;
const moment = fc.integer({ min: 1_600_000_000_000, max: 2_000_000_000_000 });

describe("A look back", () => {
  it("is of three hours in whole minutes, the newest of which has begun", () => {
    fc.assert(
      fc.property(moment, (nowMs) => {
        const { fromMs, toMs, stepMs } = lookBack(nowMs);
        expect(toMs - fromMs).toBe(STEPS * stepMs);
        expect(fromMs % MINUTE_MS).toBe(0);
        expect(nowMs).toBeGreaterThanOrEqual(toMs - MINUTE_MS);
        expect(nowMs).toBeLessThan(toMs);
      }),
    );
  });

  it("has each value in its step, null in every other, and nothing from before or after", () => {
    const steps = fc.uniqueArray(fc.tuple(fc.integer({ min: -5, max: STEPS + 5 }), fc.nat()), {
      selector: ([step]) => step,
    });
    fc.assert(
      fc.property(moment, steps, (nowMs, values) => {
        const look = lookBack(nowMs);
        const series = seriesOf(
          look,
          values.map(([step, value]) => [look.fromMs + step * MINUTE_MS, value]),
        );
        expect(series).toEqual(
          Array.from({ length: STEPS }, (_, at) => values.find(([step]) => step === at)?.[1] ?? null),
        );
      }),
    );
  });

  it("counts as many events by rate as by outcome, whatever was not measured", () => {
    const series = fc.array(fc.option(fc.nat(10_000)), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.tuple(series, series, series, series), series, ([stored, duplicate, ignored, rejected], retry) => {
        const counts = { stored, duplicate, ignored, rejected, retry } satisfies Record<string, Series>;
        const { rate, outcomes } = countedFigures(lookBack(0), counts);
        const events = [stored, duplicate, ignored, rejected]
          .map((each) => sumOf(each) ?? 0)
          .reduce((a, b) => a + b, 0);
        expect((sumOf(rate) ?? 0) * 60).toBeCloseTo(events, 6);
        for (const [step, value] of rate.entries())
          expect(value === null).toBe([stored, duplicate, ignored, rejected].every((each) => each[step] === null));
        const measured = Object.values(counts).some((each) => sumOf(each) !== undefined);
        expect(outcomes !== undefined).toBe(measured);
      }),
    );
  });
});
