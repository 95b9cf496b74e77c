/** The mapping of the local run. Batch size, bisecting and bounded retries as when deployed; no window, so that it is lively. */
import type { Mapping } from "./poller/mapping.ts";

export const localMapping: Mapping = {
  batchSize: 10_000,
  maximumBatchingWindowInSeconds: 0,
  parallelizationFactor: 1,
  maximumRetryAttempts: 20,
  maximumRecordAgeInSeconds: 3_600,
  bisectBatchOnFunctionError: true,
  reportBatchItemFailures: true,
};

/** Each has one batch in flight; on two cores a third would only wait. */
export const SHARDS = 2;
export const FUNCTION_TIMEOUT_MS = 60_000;
export const FUNCTION_MEMORY_MB = 1_024;
