import { describe, expect, it } from "vitest";
import { arrivals } from "../../local/arrivals.ts";
import { quiet } from "./snapshot.ts";

describe("While a run stays up", () => {
  it("nothing is said as long as nothing comes", () => {
    expect(arrivals(quiet, quiet)).toBeUndefined();
  });

  it("it is told what came of an event", () => {
    const counts = { ...quiet.counts, stored: 1 };
    expect(arrivals(quiet, { ...quiet, counts })).toBe("1 stored");
  });

  it("it is told why one was rejected, by its code", () => {
    const counts = { ...quiet.counts, stored: 2, rejected: 1 };
    const before = { ...quiet, rejections: { "unknown-encoding": 3 } };
    const now = { ...quiet, counts, rejections: { "unknown-encoding": 3, "malformed-json": 1 } };
    expect(arrivals(before, now)).toBe("2 stored · 1 rejected (malformed-json)");
  });

  it("it is told that one has to come again, and why, and that one was given up", () => {
    const now = { ...quiet, redeliveredRecords: 4, retryReason: "the state table did not take the item" };
    expect(arrivals(quiet, now)).toBe("4 to be delivered again (the state table did not take the item)");
    expect(arrivals(quiet, { ...quiet, counts: { ...quiet.counts, retry: 1 } })).toBe("1 given up");
  });
});
