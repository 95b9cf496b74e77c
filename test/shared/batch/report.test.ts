import { describe, expect, it } from "vitest";
import { reportOf } from "../../../shared/batch/report.ts";
import { outcomeOf, rejected, retry } from "../../../shared/outcome.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const at = (ms: number) => rowOf(locationUpdate({ recordTimestamp: ms }));
const stored = (position: string, ms: number) => outcomeOf(position, [{ status: "stored", row: at(ms) }]);
const throttled = outcomeOf("2", [retry("throttled")]);
const refused = outcomeOf("0", [rejected({ stage: "decode", code: "malformed-json", message: "no" })]);

describe("the report of a batch", () => {
  it("counts final fates of what is settled, and the rest of what came as retry", () => {
    const outcomes = [refused, stored("1", 1), throttled, stored("3", 1)];
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

  it("counts a repeat and what is ignored as settled, and takes ages of what has a row", () => {
    const outcomes = [
      stored("1", 1_000),
      outcomeOf("2", [{ status: "duplicate", row: at(3_000) }]),
      outcomeOf("3", [{ status: "ignored", reason: "by configuration" }]),
      refused,
    ];
    expect(reportOf(outcomes, outcomes, 5_000)).toMatchObject({
      received: 4,
      stored: 1,
      duplicate: 1,
      ignored: 1,
      rejected: 1,
      retry: 0,
      ageMs: { median: 4_000, max: 4_000 },
    });
  });

  it("tells the median and greatest age, never below zero", () => {
    const outcomes = [stored("1", 1_000), stored("2", 4_000), stored("3", 9_000)];
    expect(reportOf(outcomes, outcomes, 5_000).ageMs).toEqual({ median: 1_000, max: 4_000 });
  });

  it("has no age where no event is settled", () => {
    expect(reportOf([throttled], [], 5_000)).not.toHaveProperty("ageMs");
  });
});
