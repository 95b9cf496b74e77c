/**
 * How an event source mapping is set, in AWS's words and within its limits.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */

export interface Mapping {
  /** Most records of one invocation, 1 to 10,000. */
  readonly batchSize: number;
  /** How long records are gathered before the function is invoked, 0 to 300. */
  readonly maximumBatchingWindowInSeconds: number;
  /** Batches of one shard at a time, 1 to 10; records of one partition key stay in order. */
  readonly parallelizationFactor: number;
  /** Retries after the first invocation, 0 to 10,000; −1 for ever. */
  readonly maximumRetryAttempts: number;
  /** Older records are not sent to the function, 60 to 604,800; −1 for no limit. */
  readonly maximumRecordAgeInSeconds: number;
  readonly bisectBatchOnFunctionError: boolean;
  /** Whether the function's answer may name what failed. Off, any answer is a success. */
  readonly reportBatchItemFailures: boolean;
}

/** Of a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const limits: readonly {
  readonly name: keyof Mapping;
  readonly from: number;
  readonly to: number;
  readonly unlimited?: true;
}[] = [
  { name: "batchSize", from: 1, to: 10_000 },
  { name: "maximumBatchingWindowInSeconds", from: 0, to: 300 },
  { name: "parallelizationFactor", from: 1, to: 10 },
  { name: "maximumRetryAttempts", from: 0, to: 10_000, unlimited: true },
  { name: "maximumRecordAgeInSeconds", from: 60, to: 604_800, unlimited: true },
];

/** Throws a RangeError for what AWS would refuse. */
export function checkMapping(mapping: Mapping): void {
  for (const { name, from, to, unlimited } of limits) {
    const value = mapping[name];
    if (unlimited && value === -1) continue;
    if (!Number.isInteger(value) || Number(value) < from || Number(value) > to)
      throw new RangeError(`${name} must be a whole number from ${from} to ${to}${unlimited ? ", or -1" : ""}`);
  }
}
