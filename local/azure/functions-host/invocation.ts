/** One execution of the function: what the host gives it, and what it learns of it. */
import type { ReceivedEventData } from "@azure/event-hubs";

export interface RetryContext {
  readonly retryCount: number;
  readonly maxRetryCount: number;
}

export interface Execution {
  readonly partitionId: string;
  readonly events: readonly ReceivedEventData[];
  /** Absent at the first execution. */
  readonly retryContext: RetryContext | undefined;
}

export interface Result {
  /** It returned; or it threw, took too long, or its process died. */
  readonly kind: "returned" | "failed";
  /** Of a failure. */
  readonly message?: string;
  /** Lines it logged. */
  readonly logs: readonly string[];
}

/** Never rejects for what the function does. */
export type Invoke = (execution: Execution) => Promise<Result>;
