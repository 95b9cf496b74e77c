import { describe, expect, it } from "vitest";
import { processWithRetries } from "../../../shared/batch/attempts.ts";
import type { Outcome, SourceRecord } from "../../../shared/outcome.ts";

const never = { expired: () => false, remainingMs: () => 60_000 };
const backOff = { wait: async () => undefined };
const records: SourceRecord[] = ["a", "b", "c"].map((position) => ({
  position,
  payload: new Uint8Array(),
  receivedAtMs: 0,
}));

/** Every record but `throttled` is stored; that one from its `recoversAt`th attempt on. */
function processor(throttled: string, recoversAt: number) {
  const calls: string[][] = [];
  const process = async (batch: readonly SourceRecord[]): Promise<readonly Outcome[]> => {
    calls.push(batch.map(({ position }) => position));
    return batch.map(({ position }) =>
      position === throttled && calls.length < recoversAt
        ? { position, status: "retry", message: "throttled", parts: [] }
        : { position, status: "stored", parts: [] },
    );
  };
  return { calls, process };
}

describe("Trying again within an invocation", () => {
  it("repeats only the records that could not be written, and keeps their place", async () => {
    const { calls, process } = processor("b", 2);
    const outcomes = await processWithRetries(records, process, backOff, never);
    expect(calls).toEqual([["a", "b", "c"], ["b"]]);
    expect(outcomes.map(({ position, status }) => `${position} ${status}`)).toEqual([
      "a stored",
      "b stored",
      "c stored",
    ]);
  });

  it("gives up after a bounded number of attempts", async () => {
    const { calls, process } = processor("b", 100);
    const outcomes = await processWithRetries(records, process, backOff, never);
    expect(calls).toHaveLength(3);
    expect(outcomes.map(({ status }) => status)).toEqual(["stored", "retry", "stored"]);
  });

  it("gives up when time is up", async () => {
    const { calls, process } = processor("b", 100);
    await processWithRetries(records, process, backOff, { expired: () => true, remainingMs: () => 0 });
    expect(calls).toHaveLength(1);
  });
});
