/** Records and mappings to try the poller's rules on. */
import type { StreamRecord } from "../../../../local/aws/poller/event.ts";
import type { Mapping } from "../../../../local/aws/poller/mapping.ts";

export const lenient: Mapping = {
  batchSize: 100,
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  maximumRetryAttempts: -1,
  maximumRecordAgeInSeconds: -1,
  bisectBatchOnFunctionError: false,
  reportBatchItemFailures: true,
};

/** Sequence numbers "0", "1", ... */
export function streamRecords(count: number, arrivedAtMs = 0, bytes = 1): readonly StreamRecord[] {
  return Array.from({ length: count }, (_, index) => ({
    sequenceNumber: String(index),
    partitionKey: `key-${index % 3}`,
    data: new Uint8Array(bytes),
    arrivedAtMs,
  }));
}
