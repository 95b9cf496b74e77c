import { describe, expect, it } from "vitest";
import { batchInNoHurry } from "../../../shared/batch/batch.ts";
import { giveUp } from "../../../shared/batch/give-up.ts";
import { outcomeOf, retry } from "../../../shared/outcome.ts";
import type { Row } from "../../../shared/row.ts";
import { memoryDeadLetter, recordOf, rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const NOW_MS = 1_700_000_100_000;
const row: Row = rowOf(locationUpdate());
const young = { ...recordOf("young", "young"), receivedAtMs: NOW_MS - 1_000 };
const old = { ...recordOf("old", "old"), receivedAtMs: NOW_MS - 90_000 };
const done = { ...recordOf("done", "done"), receivedAtMs: NOW_MS - 90_000 };
const batch = batchInNoHurry([young, old, done], "hub/1");
const throttled = retry("throttled");
const stored = { status: "stored", row } as const;
const outcomes = [outcomeOf("young", [throttled]), outcomeOf("old", [stored, throttled]), outcomeOf("done", [stored])];
const options = { maxRecordAgeMs: 60_000, nowMs: NOW_MS };

describe("giving up", () => {
  it("dead-letters what is past its greatest age with its raw bytes, and leaves the rest to be retried", async () => {
    const deadLetter = memoryDeadLetter();
    const given = await giveUp(outcomes, batch, { ...options, deadLetter });
    expect(given.map(({ fate }) => fate.status)).toEqual(["retry", "rejected", "stored"]);
    expect(given[1]?.parts.map(({ status }) => status)).toEqual(["stored", "rejected"]);
    expect(deadLetter.letters).toMatchObject([
      { position: "old", code: "retries-exhausted", stage: "write", payload: old.payload },
    ]);
  });

  it("goes on retrying when the dead letter cannot be kept", async () => {
    const deadLetter = { put: () => Promise.reject(new Error("no bucket")) };
    const given = await giveUp(outcomes, batch, { ...options, deadLetter });
    expect(given.map(({ fate }) => fate.status)).toEqual(["retry", "retry", "stored"]);
    expect(given[1]?.fate).toMatchObject({ message: expect.stringMatching(/dead letter could not be kept \(Error\)/) });
  });

  it("gives up nothing while every record is young, however often it was tried", async () => {
    const deadLetter = memoryDeadLetter();
    const given = await giveUp(outcomes, batch, { deadLetter, maxRecordAgeMs: 90_000, nowMs: NOW_MS });
    expect(given).toBe(outcomes);
    expect(deadLetter.letters).toEqual([]);
  });
});
