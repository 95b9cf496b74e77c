import { describe, expect, it } from "vitest";
import { processWithRetries } from "../../../shared/batch/attempts.ts";
import { type Batch, batchInNoHurry } from "../../../shared/batch/batch.ts";
import { type Outcome, outcomeOf, retry, type SourceRecord } from "../../../shared/outcome.ts";
import { newRow } from "../../../shared/row.ts";

const backOff = { wait: async () => undefined };
const records: SourceRecord[] = ["a", "b", "c"].map((position) => ({
  position,
  payload: new Uint8Array(),
  receivedAtMs: 0,
}));
const batch = batchInNoHurry(records, "test");
const stored = { status: "stored", row: newRow("uid", "TYPE", 1, 2, "test/1") } as const;

/** Every record but `throttled` is stored; that one from its `recoversAt`th attempt on. */
function processor(throttled: string, recoversAt: number) {
  const calls: string[][] = [];
  const process = async (part: Batch): Promise<readonly Outcome[]> => {
    calls.push(part.records.map(({ position }) => position));
    return part.records.map(({ position }) =>
      outcomeOf(position, [position === throttled && calls.length < recoversAt ? retry("throttled") : stored]),
    );
  };
  return { calls, process };
}

describe("Trying again within an invocation", () => {
  it("repeats only the records that could not be written, and keeps their place", async () => {
    const { calls, process } = processor("b", 2);
    const outcomes = await processWithRetries(batch, process, backOff);
    expect(calls).toEqual([["a", "b", "c"], ["b"]]);
    expect(outcomes.map(({ position, fate }) => `${position} ${fate.status}`)).toEqual([
      "a stored",
      "b stored",
      "c stored",
    ]);
  });

  it("gives up after a bounded number of attempts", async () => {
    const { calls, process } = processor("b", 100);
    const outcomes = await processWithRetries(batch, process, backOff);
    expect(calls).toHaveLength(3);
    expect(outcomes.map(({ fate }) => fate.status)).toEqual(["stored", "retry", "stored"]);
  });

  it("goes on retrying a record that got no outcome the second time", async () => {
    let calls = 0;
    const forgetful = async (part: Batch) =>
      calls++ === 0 ? part.records.map(({ position }) => outcomeOf(position, [retry("throttled")])) : [];
    const outcomes = await processWithRetries(batch, forgetful, backOff);
    expect(outcomes.map(({ fate }) => fate)).toEqual(records.map(() => retry("throttled")));
  });

  it("gives up when time is up", async () => {
    const { calls, process } = processor("b", 100);
    await processWithRetries({ ...batch, writeBy: { expired: () => true, remainingMs: () => 0 } }, process, backOff);
    expect(calls).toHaveLength(1);
  });
});
