/**
 * What the function never saw waits behind the dead-letter topic. A subscription can only be taken from, and not be looked
 * through: what waits is brought into the bucket of dead letters, as letters, and acknowledged once it is there.
 */
import type { v1 } from "@google-cloud/pubsub";
import { nodeCodec } from "../../runtime/node-codec.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { letterLine } from "../../shared/letter-line.ts";
import { once } from "../../shared/once.ts";
import type { Objects } from "../stage/objects.ts";
import { readPayload } from "../stage/read-payload.ts";
import { type Pulled, pull } from "./pull.ts";

export const UNSEEN_PREFIX = "unseen/";

interface Unseen {
  readonly subscriber: v1.SubscriberClient;
  /** `projects/P/subscriptions/S`. */
  readonly subscription: string;
  readonly objects: Objects;
}

/** The bucket, into which what waits is brought before its letters are listed for the first time. */
export function withUnseen({ subscriber, subscription, objects }: Unseen): Objects {
  const bring = once(async () => {
    for await (const messages of pull(subscriber, subscription, new AbortController().signal)) {
      if (messages.length === 0) return;
      const name = `${UNSEEN_PREFIX}${messages[0]?.position}-${messages.at(-1)?.position}.ndjson`;
      await objects.write(name, Buffer.concat(messages.map(lineOf)));
      await subscriber.acknowledge({ subscription, ackIds: messages.map(({ ackId }) => ackId) });
    }
  });
  return {
    ...objects,
    async *list(prefix) {
      if (prefix === UNSEEN_PREFIX) await bring();
      yield* objects.list(prefix);
    },
  };
}

/** Where it came from and when, the service says: https://cloud.google.com/pubsub/docs/dead-letter-topics#how_dead_letter_topics_work */
function lineOf({ position, payload, receivedAtMs, attributes }: Pulled): Buffer {
  const {
    CloudPubSubDeadLetterSourceDeliveryCount: attempts = "too many",
    CloudPubSubDeadLetterSourceSubscription: source = "",
    CloudPubSubDeadLetterSourceTopicPublishTime: publishedAt = "",
  } = attributes;
  const publishedAtMs = Date.parse(publishedAt);
  const letter = {
    ...readPayload(payload).told,
    position,
    payload,
    stage: "invocation",
    code: "retries-exhausted",
    message: `Pub/Sub gave up delivering it after ${attempts} attempts`,
    receivedAtMs: Number.isNaN(publishedAtMs) ? receivedAtMs : publishedAtMs,
  } as const;
  return Buffer.from(`${letterLine(letter, source, PIPELINE, nodeCodec)}\n`);
}
