import { describe, expect, it } from "vitest";
import { reportOf } from "../../../shared/batch/report.ts";
import type { Outcome } from "../../../shared/outcome.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const at = (ms: number) => rowOf(locationUpdate({ recordTimestamp: ms }));
const stored = (position: string, ms: number): Outcome => ({
  status: "stored",
  position,
  parts: [{ fate: { status: "stored" }, row: at(ms) }],
});
const retry: Outcome = {
  status: "retry",
  message: "throttled",
  position: "2",
  parts: [{ fate: { status: "retry", message: "throttled" }, row: at(1) }],
};
const rejected: Outcome = {
  status: "rejected",
  rejection: { stage: "decode", code: "malformed-json", message: "no" },
  position: "0",
  parts: [
    {
      fate: { status: "rejected", rejection: { stage: "decode", code: "malformed-json", message: "no" } },
      row: undefined,
    },
  ],
};

describe("the report of a batch", () => {
  it("counts final fates of what is settled, and the rest of what came as retry", () => {
    const outcomes = [rejected, stored("1", 1), retry, stored("3", 1)];
    expect(reportOf(outcomes, outcomes.slice(0, 2), 10)).toMatchObject({
      received: 4,
      stored: 1,
      duplicate: 0,
      ignored: 0,
      rejected: 1,
      retry: 2,
      rejections: { "malformed-json": 1 },
      retryFrom: { position: "2", reason: "throttled" },
    });
  });

  it("tells the median and greatest age, never below zero", () => {
    const outcomes = [stored("1", 1_000), stored("2", 4_000), stored("3", 9_000)];
    expect(reportOf(outcomes, outcomes, 5_000).ageMs).toEqual({ median: 1_000, max: 4_000 });
  });

  it("has no age where no event is settled", () => {
    expect(reportOf([retry], [], 5_000)).not.toHaveProperty("ageMs");
  });
});
