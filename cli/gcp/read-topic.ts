/**
 * A span of time of a topic that pushes, or what arrives from now on: by a subscription of our own, sought back in time for
 * a span and deleted afterwards, so that the function's own is left alone. A topic that keeps what was acknowledged gives a subscription also what was published
 * before it was made:
 * https://cloud.google.com/pubsub/docs/replay-overview
 */
import { randomUUID } from "node:crypto";
import type { ReadBatch, Span } from "../stage/transport.ts";
import { UserError } from "../user-error.ts";
import type { PubSubClients } from "./pubsub-clients.ts";
import { type Pulled, pull } from "./pull.ts";

const ACK_DEADLINE_SECONDS = 600;
/** Where the command could not delete it, Pub/Sub does. The least there is. */
const EXPIRES_SECONDS = 86_400;

/** Pub/Sub's servers do not agree on the time to the millisecond: more comes than is taken. */
const SKEW_MS = 60_000;

export interface TopicFollowing extends PubSubClients {
  /** `projects/P/topics/T`. */
  readonly topic: string;
  /** As dead letters name it: the id of the function's subscription. */
  readonly source: string;
  /** What comes next waits until it is resolved. */
  readonly take: (batch: ReadBatch) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface TopicReading extends TopicFollowing {
  /** Pub/Sub tells no end: so long nothing of the span is to come. A seek takes up to a minute. */
  readonly quietMs: number;
  readonly span: Span;
}

/** Messages come in no order. A UserError where the topic keeps nothing. */
export async function readTopic({ publisher, subscriber, topic, source, ...reading }: TopicReading): Promise<void> {
  const { span, take, signal, quietMs } = reading;
  if ((await keptMs({ publisher }, topic)) === 0)
    throw new UserError(
      "The topic keeps nothing that was acknowledged, as replay_days is 0, and cannot be read again: what was stored is in the lake (spaces query), and spaces backfill takes --to.",
    );
  await withSubscription(subscriber, topic, async (subscription) => {
    await subscriber.seek({ subscription, time: timestampOf(Math.max(0, span.fromMs - SKEW_MS)) });
    await take({ source, records: [], reachedMs: span.fromMs });
    let cameAtMs = performance.now();
    for await (const messages of pull(subscriber, subscription, signal)) {
      const records = messages.filter(({ receivedAtMs }) => receivedAtMs >= span.fromMs && receivedAtMs < span.toMs);
      if (records.length > 0) {
        await take({ source, records, reachedMs: span.fromMs });
        cameAtMs = performance.now();
      }
      await acknowledge(subscriber, subscription, messages);
      if (performance.now() - cameAtMs >= quietMs) return;
    }
  });
}

/** Until abort. A new subscription is given what is published once it is there, and nothing older. */
export async function followTopic({ subscriber, topic, source, take, signal }: TopicFollowing): Promise<void> {
  await withSubscription(subscriber, topic, async (subscription) => {
    const reachedMs = Date.now();
    await take({ source, records: [], reachedMs });
    for await (const messages of pull(subscriber, subscription, signal)) {
      if (messages.length > 0) await take({ source, records: messages, reachedMs });
      await acknowledge(subscriber, subscription, messages);
    }
  });
}

/** It is deleted whatever happens. */
async function withSubscription(
  subscriber: PubSubClients["subscriber"],
  topic: string,
  use: (subscription: string) => Promise<void>,
): Promise<void> {
  const [, project = ""] = topic.split("/");
  const subscription = `projects/${project}/subscriptions/spaces-read-${randomUUID()}`;
  await subscriber.createSubscription({
    name: subscription,
    topic,
    ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
    expirationPolicy: { ttl: { seconds: EXPIRES_SECONDS } },
  });
  try {
    await use(subscription);
  } finally {
    await subscriber.deleteSubscription({ subscription });
  }
}

async function acknowledge(
  subscriber: PubSubClients["subscriber"],
  subscription: string,
  messages: readonly Pulled[],
): Promise<void> {
  if (messages.length === 0) return;
  await subscriber.acknowledge({ subscription, ackIds: messages.map(({ ackId }) => ackId) });
}

/** How long the topic keeps what was acknowledged, too; 0: it does not. */
export async function keptMs({ publisher }: Pick<PubSubClients, "publisher">, topic: string): Promise<number> {
  const [{ messageRetentionDuration }] = await publisher.getTopic({ topic });
  return Number(String(messageRetentionDuration?.seconds ?? 0)) * 1_000;
}

function timestampOf(ms: number) {
  return { seconds: Math.floor(ms / 1_000), nanos: (ms % 1_000) * 1e6 };
}
