/**
 * What becomes of a batch after an invocation: acknowledged, given up, or delivered again.
 *
 * A failed invocation is retried whole, or in two halves when bisecting is on; a partial answer acknowledges what is
 * before its checkpoint. Splitting, in half or at the checkpoint, takes nothing from the retry quota.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
import type { Verdict } from "./batch-response.ts";
import type { StreamRecord } from "./event.ts";
import type { Mapping } from "./mapping.ts";

export interface Batch {
  /** In the order of the shard. */
  readonly records: readonly StreamRecord[];
  /** Of the retry quota. */
  readonly retriesUsed: number;
  /** How often the function was invoked with these records, alone or among others. */
  readonly invocations: number;
}

type DiscardCondition = "RetryAttemptsExhausted" | "RecordAgeExceeded";

export interface Discarded {
  readonly records: readonly StreamRecord[];
  readonly condition: DiscardCondition;
  readonly invocations: number;
}

export interface Next {
  readonly acknowledged: readonly StreamRecord[];
  readonly discarded?: Discarded;
  /** To be delivered before anything else of the shard, in this order. */
  readonly remaining: readonly Batch[];
}

export function newBatch(records: readonly StreamRecord[]): Batch {
  return { records, retriesUsed: 0, invocations: 0 };
}

export function afterInvocation(batch: Batch, verdict: Verdict, mapping: Mapping): Next {
  const { records, retriesUsed } = batch;
  const invocations = batch.invocations + 1;
  const bisects = mapping.bisectBatchOnFunctionError;
  switch (verdict.kind) {
    case "succeeded":
      return { acknowledged: records, remaining: [] };
    case "partial": {
      const acknowledged = records.slice(0, verdict.checkpoint);
      const rest = { records: records.slice(verdict.checkpoint), invocations };
      if (bisects && acknowledged.length > 0) return { acknowledged, remaining: [{ ...rest, retriesUsed }] };
      return { acknowledged, ...retried({ ...rest, retriesUsed }, mapping) };
    }
    case "failed": {
      if (!bisects || records.length === 1) return { acknowledged: [], ...retried({ ...batch, invocations }, mapping) };
      const half = Math.ceil(records.length / 2);
      const parts = [records.slice(0, half), records.slice(half)];
      return { acknowledged: [], remaining: parts.map((part) => ({ records: part, retriesUsed, invocations })) };
    }
  }
}

function retried(batch: Batch, { maximumRetryAttempts }: Mapping): Pick<Next, "discarded" | "remaining"> {
  const { records, retriesUsed, invocations } = batch;
  if (maximumRetryAttempts !== -1 && retriesUsed >= maximumRetryAttempts)
    return { discarded: { records, condition: "RetryAttemptsExhausted", invocations }, remaining: [] };
  return { remaining: [{ ...batch, retriesUsed: retriesUsed + 1 }] };
}

/** Takes out the records that have become too old to be sent. Those before an older one go with it: order is kept. */
export function expire(batch: Batch, nowMs: number, mapping: Mapping): Pick<Next, "discarded" | "remaining"> {
  const { maximumRecordAgeInSeconds } = mapping;
  if (maximumRecordAgeInSeconds === -1) return { remaining: [batch] };
  const oldestMs = nowMs - maximumRecordAgeInSeconds * 1_000;
  const expired = batch.records.findLastIndex(({ arrivedAtMs }) => arrivedAtMs < oldestMs) + 1;
  if (expired === 0) return { remaining: [batch] };
  const rest = batch.records.slice(expired);
  return {
    discarded: {
      records: batch.records.slice(0, expired),
      condition: "RecordAgeExceeded",
      invocations: batch.invocations,
    },
    remaining: rest.length === 0 ? [] : [{ ...batch, records: rest }],
  };
}
