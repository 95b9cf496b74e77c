import { describe, expect, it } from "vitest";
import { afterInvocation, expire, newBatch } from "../../../../local/aws/poller/batch.ts";
import { lenient, streamRecords } from "./records.ts";

const records = streamRecords(5);
const [first, ...others] = records;
const batch = newBatch(records);
const bisecting = { ...lenient, bisectBatchOnFunctionError: true };
const failed = { kind: "failed" } as const;

describe("After an invocation", () => {
  it("a successful batch is acknowledged whole", () => {
    expect(afterInvocation(batch, { kind: "succeeded" }, lenient)).toEqual({ acknowledged: records, remaining: [] });
  });

  it("a failed batch comes again whole and uses a retry", () => {
    expect(afterInvocation(batch, failed, lenient)).toEqual({
      acknowledged: [],
      remaining: [{ records, retriesUsed: 1, invocations: 1 }],
    });
  });

  it("a failed batch is split in two halves, in order, without using a retry, when bisecting is on", () => {
    expect(afterInvocation(batch, failed, bisecting)).toEqual({
      acknowledged: [],
      remaining: [
        { records: records.slice(0, 3), retriesUsed: 0, invocations: 1 },
        { records: records.slice(3), retriesUsed: 0, invocations: 1 },
      ],
    });
  });

  it("a single record cannot be split: it uses a retry", () => {
    const single = newBatch([first as (typeof records)[0]]);
    expect(afterInvocation(single, failed, bisecting).remaining).toMatchObject([{ retriesUsed: 1 }]);
  });

  it("what is before the checkpoint is acknowledged and only the rest comes again", () => {
    expect(afterInvocation(batch, { kind: "partial", checkpoint: 1 }, lenient)).toEqual({
      acknowledged: [first],
      remaining: [{ records: others, retriesUsed: 1, invocations: 1 }],
    });
  });

  it("a split at the checkpoint uses no retry when bisecting is on", () => {
    const { remaining } = afterInvocation(batch, { kind: "partial", checkpoint: 1 }, bisecting);
    expect(remaining).toMatchObject([{ records: others, retriesUsed: 0 }]);
  });

  it("an answer without any progress uses a retry even when bisecting is on, or it would never end", () => {
    const { acknowledged, remaining } = afterInvocation(batch, { kind: "partial", checkpoint: 0 }, bisecting);
    expect(acknowledged).toEqual([]);
    expect(remaining).toMatchObject([{ records, retriesUsed: 1 }]);
  });

  it("a batch that has used its retries is given up, but not what it acknowledged", () => {
    const tired = { records, retriesUsed: 2, invocations: 2 };
    const mapping = { ...lenient, maximumRetryAttempts: 2 };
    expect(afterInvocation(tired, { kind: "partial", checkpoint: 1 }, mapping)).toEqual({
      acknowledged: [first],
      discarded: { records: others, condition: "RetryAttemptsExhausted", invocations: 3 },
      remaining: [],
    });
  });

  it("a mapping without retries gives up at the first failure", () => {
    expect(afterInvocation(batch, failed, { ...lenient, maximumRetryAttempts: 0 }).discarded).toMatchObject({
      records,
    });
  });
});

describe("Before an invocation", () => {
  const aging = { ...lenient, maximumRecordAgeInSeconds: 60 };
  const nowMs = 100_000;
  const old = { ...streamRecords(1, nowMs - 60_001)[0], sequenceNumber: "old" } as (typeof records)[0];
  const young = { ...old, sequenceNumber: "young", arrivedAtMs: nowMs - 60_000 };

  it("records past the maximum age are given up and the others stay", () => {
    expect(expire(newBatch([old, young]), nowMs, aging)).toEqual({
      discarded: { records: [old], condition: "RecordAgeExceeded", invocations: 0 },
      remaining: [newBatch([young])],
    });
  });

  it("nothing remains of a batch that is too old", () => {
    expect(expire(newBatch([old]), nowMs, aging).remaining).toEqual([]);
  });

  it("age does not matter without a maximum", () => {
    expect(expire(newBatch([old]), nowMs, lenient)).toEqual({ remaining: [newBatch([old])] });
  });
});
