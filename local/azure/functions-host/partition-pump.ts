/**
 * The host's loop over one partition: gathers events, executes the function with its retry policy, and writes the
 * checkpoint once the policy is through, whether the function succeeded or not. Retries are counted here, in memory: a
 * pump on another instance begins at the checkpoint and counts from zero. Without the partition no checkpoint is written.
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-error-pages#retry-policies and
 * `EventHubListener.PartitionProcessor.cs` in Azure/azure-sdk-for-net
 */
import type { ReceivedEventData } from "@azure/event-hubs";
import type { HostSettings } from "./host-settings.ts";
import type { Invoke, Result } from "./invocation.ts";
import { delayMs, mayRetry, type RetryPolicy } from "./retry-policy.ts";

export interface Executed {
  readonly events: readonly ReceivedEventData[];
  readonly result: Result;
  /** What becomes of them: done with, executed again, or done with although the function failed. */
  readonly next: "done" | "again" | "lost";
}

export interface PumpOptions {
  readonly partitionId: string;
  readonly settings: Pick<HostSettings, "minEventBatchSize" | "maxEventBatchSize">;
  readonly policy: RetryPolicy;
  readonly invoke: Invoke;
  readonly sleep: (ms: number) => Promise<void>;
  /** Everything up to this event is done with. */
  readonly checkpoint: (event: ReceivedEventData) => Promise<void>;
  readonly executed: (executed: Executed) => void;
}

export interface PartitionPump {
  /** Resolved when what makes full batches is through. */
  receive(events: readonly ReceivedEventData[]): Promise<void>;
  /** The longest wait is over: what is held back goes as it is. */
  flush(): Promise<void>;
  holdsBack(): boolean;
  /** The partition is another's: what is under way is not done with. */
  close(): void;
}

export function newPartitionPump(options: PumpOptions): PartitionPump {
  const { partitionId, settings, policy, invoke, sleep, checkpoint, executed } = options;
  let waiting: readonly ReceivedEventData[] = [];
  let closed = false;

  async function executeUntil(leftBehind: number): Promise<void> {
    while (waiting.length > leftBehind && !closed) {
      const batch = waiting.slice(0, settings.maxEventBatchSize);
      waiting = waiting.slice(batch.length);
      await execute(batch);
    }
  }

  async function execute(events: readonly ReceivedEventData[]): Promise<void> {
    for (let retries = 0; !closed; retries++) {
      const retryContext = retries === 0 ? undefined : { retryCount: retries, maxRetryCount: policy.maxRetryCount };
      const result = await invoke({ partitionId, events, retryContext });
      const again = result.kind === "failed" && mayRetry(policy, retries);
      // Who has lost the partition does not know what the next one does with the batch.
      if (closed) return;
      executed({ events, result, next: again ? "again" : result.kind === "failed" ? "lost" : "done" });
      if (!again) {
        const last = events.at(-1);
        if (last !== undefined) await checkpoint(last);
        return;
      }
      await sleep(delayMs(policy, retries + 1));
    }
  }

  return {
    async receive(events) {
      waiting = [...waiting, ...events];
      await executeUntil(settings.minEventBatchSize - 1);
    },
    flush: () => executeUntil(0),
    holdsBack: () => waiting.length > 0,
    close() {
      closed = true;
    },
  };
}
