/**
 * A span of time of a topic that pushes: by a subscription of our own, sought back in time and deleted afterwards, so that
 * the function's own is left alone. A topic that keeps what was acknowledged gives a subscription also what was published
 * before it was made:
 * https://cloud.google.com/pubsub/docs/replay-overview
 */
import { randomUUID } from "node:crypto";
import type { ReadBatch, Span } from "../stage/transport.ts";
import { UserError } from "../user-error.ts";
import type { PubSubClients } from "./pubsub-clients.ts";
import { pull } from "./pull.ts";

const ACK_DEADLINE_SECONDS = 600;
/** Where the command could not delete it, Pub/Sub does. The least there is. */
const EXPIRES_SECONDS = 86_400;

/** Pub/Sub's servers do not agree on the time to the millisecond: more comes than is taken. */
const SKEW_MS = 60_000;

export interface TopicReading extends PubSubClients {
  /** `projects/P/topics/T`. */
  readonly topic: string;
  /** As dead letters name it: the id of the function's subscription. */
  readonly source: string;
  /** Pub/Sub tells no end: so long nothing of the span is to come. A seek takes up to a minute. */
  readonly quietMs: number;
  readonly span: Span;
  readonly take: (batch: ReadBatch) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Messages come in no order. A UserError where the topic keeps nothing. */
export async function readTopic({ publisher, subscriber, topic, source, ...reading }: TopicReading): Promise<void> {
  const { span, take, signal, quietMs } = reading;
  if ((await keptMs({ publisher }, topic)) === 0)
    throw new UserError(
      "The topic keeps nothing that was acknowledged, as replay_days is 0, and cannot be read again: what was stored is in the lake (spaces query), and spaces backfill takes --to.",
    );
  const [, project = ""] = topic.split("/");
  const subscription = `projects/${project}/subscriptions/spaces-read-${randomUUID()}`;
  await subscriber.createSubscription({
    name: subscription,
    topic,
    ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
    expirationPolicy: { ttl: { seconds: EXPIRES_SECONDS } },
  });
  try {
    await subscriber.seek({ subscription, time: timestampOf(Math.max(0, span.fromMs - SKEW_MS)) });
    await take({ source, records: [], reachedMs: span.fromMs });
    let cameAtMs = performance.now();
    for await (const messages of pull(subscriber, subscription, signal)) {
      const records = messages.filter(({ receivedAtMs }) => receivedAtMs >= span.fromMs && receivedAtMs < span.toMs);
      if (records.length > 0) {
        await take({ source, records, reachedMs: span.fromMs });
        cameAtMs = performance.now();
      }
      if (messages.length > 0)
        await subscriber.acknowledge({ subscription, ackIds: messages.map(({ ackId }) => ackId) });
      if (performance.now() - cameAtMs >= quietMs) return;
    }
  } finally {
    await subscriber.deleteSubscription({ subscription });
  }
}

/** How long the topic keeps what was acknowledged, too; 0: it does not. */
export async function keptMs({ publisher }: Pick<PubSubClients, "publisher">, topic: string): Promise<number> {
  const [{ messageRetentionDuration }] = await publisher.getTopic({ topic });
  return Number(String(messageRetentionDuration?.seconds ?? 0)) * 1_000;
}

function timestampOf(ms: number) {
  return { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 };
}
