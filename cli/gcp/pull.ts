/** What waits in a subscription, a call at a time; nothing is acknowledged here. */
import { setTimeout as sleep } from "node:timers/promises";
import type { v1 } from "@google-cloud/pubsub";
import type { SourceRecord } from "../../shared/outcome.ts";

export interface Pulled extends SourceRecord {
  readonly ackId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** https://cloud.google.com/pubsub/quotas#resource_limits */
const MAX_MESSAGES = 1_000;
/** A call that nothing comes of waits so long. */
const PULL_MS = 10_000;
const DEADLINE_EXCEEDED = 4;
/** A service that answers at once that there is nothing is not asked without a pause. */
const PAUSE_MS = 100;

/** Without an end: an empty batch says that nothing came for a while. Ends on abort, at once. */
export async function* pull(
  subscriber: v1.SubscriberClient,
  subscription: string,
  signal: AbortSignal,
): AsyncGenerator<readonly Pulled[]> {
  while (!signal.aborted) {
    // What the call would still bring is not acknowledged, and given again to whoever asks.
    const messages = await orNone(pullOnce(subscriber, subscription), signal);
    yield messages;
    if (messages.length === 0) await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}

/** A race with one promise of the abort would keep everything that ever won it. */
function orNone<T>(work: Promise<readonly T[]>, signal: AbortSignal): Promise<readonly T[]> {
  return new Promise((resolve, reject) => {
    const end = () => resolve([]);
    signal.addEventListener("abort", end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}

async function pullOnce(subscriber: v1.SubscriberClient, subscription: string): Promise<readonly Pulled[]> {
  try {
    const [{ receivedMessages }] = await subscriber.pull(
      { subscription, maxMessages: MAX_MESSAGES },
      { timeout: PULL_MS, retry: null },
    );
    return (receivedMessages ?? []).map(({ ackId, message }) => ({
      ackId: ackId ?? "",
      position: message?.messageId ?? "",
      payload: Buffer.from(message?.data ?? ""),
      receivedAtMs: millisecondsOf(message?.publishTime),
      attributes: message?.attributes ?? {},
    }));
  } catch (error) {
    if ((error as { code?: unknown }).code === DEADLINE_EXCEEDED) return [];
    throw error;
  }
}

/** Of a `google.protobuf.Timestamp`, whose seconds may be an object for a long number. */
function millisecondsOf(time: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(String(time?.seconds ?? 0)) * 1_000 + Math.floor((time?.nanos ?? 0) / 1e6);
}
