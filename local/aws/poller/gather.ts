/**
 * When the function is invoked, and with how many records: as soon as the batch is full, the payload is full, or the
 * batching window is over.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
 */
import { payloadBytes, type StreamRecord } from "./event.ts";
import { MAX_PAYLOAD_BYTES, type Mapping } from "./mapping.ts";

export interface Gathered {
  /** How many of the waiting records go into the next batch; at least one, however large it is. */
  readonly count: number;
  /** Whether waiting longer could not make the batch larger. */
  readonly full: boolean;
}

export function gather(waiting: readonly StreamRecord[], { batchSize }: Mapping): Gathered {
  let bytes = 0;
  let count = 0;
  for (const record of waiting) {
    bytes += payloadBytes(record);
    if (count > 0 && bytes > MAX_PAYLOAD_BYTES) return { count, full: true };
    count++;
    if (count === batchSize) return { count, full: true };
  }
  return { count, full: false };
}

/** How long to wait before invoking with what there is; 0 to do so now. */
export function waitMs(gathered: Gathered, firstReadAtMs: number, nowMs: number, mapping: Mapping): number {
  if (gathered.full) return 0;
  return Math.max(0, firstReadAtMs + mapping.maximumBatchingWindowInSeconds * 1_000 - nowMs);
}
