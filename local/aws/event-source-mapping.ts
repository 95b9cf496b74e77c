/** The mappings of the local run. Batch size and bisecting as when deployed; windows are short, so that it is lively. */
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

/** Of the lake's function: gathered for a moment, so that files are few, and never given up but by age, as when deployed. */
export const lakeMapping: Mapping = {
  ...localMapping,
  maximumBatchingWindowInSeconds: 1,
  maximumRetryAttempts: -1,
  maximumRecordAgeInSeconds: 86_400,
};

/** Each has one batch in flight; on two cores a third would only wait. */
export const SHARDS = 2;
export const FUNCTION_TIMEOUT_MS = 60_000;
export const FUNCTION_MEMORY_MB = 1_024;
