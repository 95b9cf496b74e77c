/** Delivers one batch until nothing of it is left; only then may the next of the shard follow. */
import type { Invocation, Invoke } from "../invocation.ts";
import { afterInvocation, type Batch, type Discarded, expire, type Next } from "./batch.ts";
import { judge, type Verdict } from "./batch-response.ts";
import { lambdaEvent, type ShardSource, type StreamRecord } from "./event.ts";
import type { Mapping } from "./mapping.ts";

/** How Lambda waits between retries is not documented; this is short enough to watch. */
const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 3_000;

export interface Settlement {
  readonly mapping: Mapping;
  readonly source: ShardSource;
  readonly invoke: Invoke;
  /** Resolved when the destination has it: the shard does not move on before. */
  readonly discard: (discarded: Discarded, last: LastInvocation | undefined) => Promise<void>;
  readonly acknowledge: (records: readonly StreamRecord[]) => void;
  readonly observe: (delivery: Delivery) => void;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Once true, nothing more is delivered; what is left stays unacknowledged. */
  readonly stopped: () => boolean;
}

export interface LastInvocation {
  readonly requestId: string;
  readonly failed: boolean;
}

/** One invocation and what it came to. */
export interface Delivery {
  readonly records: readonly StreamRecord[];
  readonly result: Invocation;
  readonly verdict: Verdict;
}

export async function settle(first: Batch, settlement: Settlement): Promise<void> {
  const { mapping, source, invoke, observe, now, sleep, stopped } = settlement;
  const waiting: Batch[] = [first];
  let last: LastInvocation | undefined;
  for (let batch = waiting.shift(); batch !== undefined && !stopped(); batch = waiting.shift()) {
    const young = expire(batch, now(), mapping);
    await close({ acknowledged: [], ...young });
    const [due] = young.remaining;
    if (due === undefined) continue;
    const result = await invoke(lambdaEvent(due.records, source));
    const verdict = judge(
      result,
      due.records.map(({ sequenceNumber }) => sequenceNumber),
      mapping.reportBatchItemFailures,
    );
    last = { requestId: result.requestId, failed: result.kind === "failed" };
    observe({ records: due.records, result, verdict });
    const next = afterInvocation(due, verdict, mapping);
    await close(next);
    waiting.unshift(...next.remaining);
    const [retry] = next.remaining;
    if (retry !== undefined) await sleep(Math.min(FIRST_RETRY_MS * 2 ** retry.retriesUsed, MAX_RETRY_MS));
  }

  async function close({ acknowledged, discarded }: Next): Promise<void> {
    if (acknowledged.length > 0) settlement.acknowledge(acknowledged);
    if (discarded !== undefined) await settlement.discard(discarded, last);
  }
}
