import { describe, expect, it } from "vitest";
import { lastOf, momentsOf, worstLagOf } from "../../../../console/page/pipeline/sums.ts";

const silent = { channel: "silent", stepMs: 1, rate: [null], lagMs: [null] };

describe("what channels come to together", () => {
  it("is not measured where none measured it", () => {
    expect([lastOf(silent.rate), worstLagOf([silent])]).toEqual([undefined, undefined]);
  });

  it("is the worst of their lags", () => {
    const one = { channel: "one", stepMs: 1, rate: [1, 3], lagMs: [9, 0] };
    const other = { channel: "other", stepMs: 1, rate: [4, null], lagMs: [5] };
    expect(worstLagOf([one, other, silent])).toBe(5);
  });

  it("reads a zero as one", () => expect(lastOf([3, 0, null])).toBe(0));

  it("ends now", () => expect(momentsOf(3, 10, 100)).toEqual([80, 90, 100]));
});
