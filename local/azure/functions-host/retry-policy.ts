/**
 * A function's retry policy as it is registered, and how long the host waits before a retry.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retry-policies
 */

export interface RetryPolicy {
  /** After the first execution; −1 for ever. */
  readonly maxRetryCount: number;
  readonly minimumMs: number;
  readonly maximumMs: number;
}

/** A function without a policy is not retried. */
const noRetries: RetryPolicy = { maxRetryCount: 0, minimumMs: 0, maximumMs: 0 };

export function mayRetry({ maxRetryCount }: RetryPolicy, retriesUsed: number): boolean {
  return maxRetryCount === -1 || retriesUsed < maxRetryCount;
}

/** The first retry waits for the minimum, each later one twice as long, up to the maximum. */
export function delayMs({ minimumMs, maximumMs }: RetryPolicy, retry: number): number {
  return Math.min(maximumMs, minimumMs * 2 ** (retry - 1));
}

/** As the programming model registers it; durations in the protocol's seconds and nanoseconds. */
export interface RegisteredRetry {
  readonly maxRetryCount?: number;
  readonly retryStrategy?: string;
  readonly minimumInterval?: Duration;
  readonly maximumInterval?: Duration;
  readonly delayInterval?: Duration;
}

interface Duration {
  readonly seconds?: number;
}

export function policyOf(registered: RegisteredRetry | undefined): RetryPolicy {
  if (registered === undefined) return noRetries;
  const ms = (duration: Duration | undefined) => (duration?.seconds ?? 0) * 1_000;
  const { maxRetryCount = 0, minimumInterval, maximumInterval, delayInterval } = registered;
  return {
    maxRetryCount,
    minimumMs: ms(minimumInterval ?? delayInterval),
    maximumMs: ms(maximumInterval ?? delayInterval),
  };
}
