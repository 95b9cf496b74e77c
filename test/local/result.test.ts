import { describe, expect, it } from "vitest";
import { jsonLine, missedRate, rejectedWord } from "../../local/result.ts";

describe("The end of a run", () => {
  it("has a word when anything was rejected, and another when everything was", () => {
    expect(rejectedWord({ received: 10, rejected: 0 })).toBeUndefined();
    expect(rejectedWord({ received: 10, rejected: 3 })).toContain("3 of 10 events were rejected");
    expect(rejectedWord({ received: 10, rejected: 10 })).toContain("all 10 events were rejected");
  });

  it("says when the wished rate was missed, and by how much", () => {
    expect(missedRate(undefined, 50_000, 90_000)).toBeUndefined();
    expect(missedRate(2_000, 50_000, 25_900)).toBeUndefined();
    expect(missedRate(5, 20, 4_300)).toBeUndefined();
    expect(missedRate(2_000, 50_000, 66_755)).toBe(
      "The wished 2,000 events a second were not reached: 749 a second were processed.",
    );
  });

  it("is one line of JSON with a channel under its own key", () => {
    const line = jsonLine({
      received: 2,
      stored: 1,
      duplicate: 0,
      ignored: 1,
      rejected: 0,
      retry: 0,
      eventsPerSecond: 2,
      lagMs: { p50: 1, p99: 2 },
      tables: { events: 1, state: 1 },
      channels: [{ key: "firehose", title: "Data Firehose", received: 2, dropped: 1, failed: 0 }],
      lake: { rows: 2, files: 1, failed: 0 },
    });
    expect(Object.keys(JSON.parse(line))).toEqual([
      "received",
      "stored",
      "duplicate",
      "ignored",
      "rejected",
      "retry",
      "eventsPerSecond",
      "lagMs",
      "tables",
      "firehose",
      "lake",
    ]);
    expect(JSON.parse(line).firehose).toEqual({ received: 2, dropped: 1, failed: 0 });
  });
});
