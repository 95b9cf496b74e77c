import { describe, expect, it } from "vitest";
import { lastOf, momentsOf, outcomesOf, rateOf, worstLagOf } from "../../../../console/page/pipeline/sums.ts";

const silent = { channel: "silent", stepMs: 1, rate: [null], lagMs: [null] };

describe("what channels come to together", () => {
  it("is not measured where none measured it", () => {
    expect([rateOf([silent]), worstLagOf([silent]), outcomesOf([silent])]).toEqual([undefined, undefined, undefined]);
  });

  it("is the sum of their rates and outcomes, and the worst of their lags", () => {
    const outcomes = { stored: 2, duplicate: 1, ignored: 0, rejected: 0, retry: 0 };
    const one = { channel: "one", stepMs: 1, rate: [1, 3], lagMs: [9, 0], outcomes };
    const other = { channel: "other", stepMs: 1, rate: [4, null], lagMs: [5], outcomes };
    expect(rateOf([one, other, silent])).toBe(7);
    expect(worstLagOf([one, other, silent])).toBe(5);
    expect(outcomesOf([one, other, silent])).toEqual({ stored: 4, duplicate: 2, ignored: 0, rejected: 0, retry: 0 });
  });

  it("reads a zero as one", () => expect(lastOf([3, 0, null])).toBe(0));

  it("ends now", () => expect(momentsOf(3, 10, 100)).toEqual([80, 90, 100]));
});
