/** What only Google Cloud can tell of a stage: its topic, who is pushed to, what waits, and whether its stores answer. */

import type { DocumentReadCalls } from "../../gcp/firestore/calls.ts";
import { STATE } from "../../gcp/firestore/collections.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { Check, Finding } from "../stage/check.ts";
import type { Objects } from "../stage/objects.ts";
import { lookAs } from "./look-as.ts";
import type { PubSubClients } from "./pubsub-clients.ts";

const APPLY = "terraform apply makes it anew.";
const SECONDS_PER_HOUR = 3_600;

interface Looked extends PubSubClients {
  /** `projects/P/topics/T`. */
  readonly topic: string;
  /** Each `projects/P/subscriptions/S`. */
  readonly subscription: string;
  readonly unseen: string;
  readonly calls: Pick<DocumentReadCalls, "get">;
  readonly deadLetters: Objects;
}

export function googleChecks(stage: Looked): readonly Check[] {
  return [
    lookAs({ name: "topic", what: "topic", right: "pubsub.topics.get", todo: APPLY }, () => topicOf(stage)),
    lookAs({ name: "subscription", what: "subscription", right: "pubsub.subscriptions.get", todo: APPLY }, () =>
      subscriptionOf(stage),
    ),
    lookAs({ name: "unseen", what: "subscription for it", right: "pubsub.subscriptions.get", todo: APPLY }, () =>
      unseenOf(stage),
    ),
    lookAs({ name: "Firestore", what: "database", right: "datastore.entities.get", todo: APPLY }, async () => {
      // No document has such an id.
      await stage.calls.get(STATE, "!", noDeadline);
      return [{ name: "Firestore", verdict: "good", says: "answers" }];
    }),
    lookAs({ name: "bucket", what: "bucket of dead letters", right: "storage.objects.list", todo: APPLY }, async () => {
      for await (const _ of stage.deadLetters.list("")) break;
      return [{ name: "bucket", verdict: "good", says: "that of dead letters answers" }];
    }),
  ];
}

async function topicOf({ publisher, topic }: Looked): Promise<readonly Finding[]> {
  const [{ state, messageRetentionDuration: kept }] = await publisher.getTopic({ topic });
  const hours = Number(String(kept?.seconds ?? 0)) / SECONDS_PER_HOUR;
  const keeps = hours === 0 ? "keeps nothing that was acknowledged" : `keeps ${Math.round(hours)} h`;
  if (state === "INGESTION_RESOURCE_ERROR")
    return [{ name: "topic", verdict: "bad", says: `${idOf(topic)} is in ${state}`, todo: APPLY }];
  return [{ name: "topic", verdict: "good", says: `${idOf(topic)} is there, ${keeps}` }];
}

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions#Subscription */
async function subscriptionOf({ subscriber, subscription, topic }: Looked): Promise<readonly Finding[]> {
  const [{ topic: from, pushConfig, detached, state, deadLetterPolicy }] = await subscriber.getSubscription({
    subscription,
  });
  const id = idOf(subscription);
  const wrong =
    from !== topic
      ? `${id} is of another topic, or of one that was deleted`
      : detached
        ? `${id} is detached from its topic`
        : !pushConfig?.pushEndpoint
          ? `${id} pushes nowhere: the function is not called`
          : state === "RESOURCE_ERROR"
            ? `${id} is in ${state}`
            : undefined;
  const todo = `${APPLY} docs/google-cloud.md, Not invoked; nothing is lost until it forgets.`;
  const attempts = deadLetterPolicy?.maxDeliveryAttempts ?? 0;
  return [
    wrong === undefined
      ? { name: "subscription", verdict: "good", says: `${id} pushes to the function` }
      : { name: "subscription", verdict: "bad", says: wrong, todo },
    deadLetterPolicy?.deadLetterTopic
      ? { name: "dead-letter policy", verdict: "good", says: `after ${attempts} attempts` }
      : {
          name: "dead-letter policy",
          verdict: "bad",
          says: "there is none: what the function never answers is lost once the subscription forgets it",
          todo: APPLY,
        },
  ];
}

/** Whatever waits there is brought into the bucket, and counted, where dead letters are looked at. */
async function unseenOf({ subscriber, subscription, unseen }: Looked): Promise<readonly Finding[]> {
  const [[{ deadLetterPolicy }], [{ topic }]] = await Promise.all([
    subscriber.getSubscription({ subscription }),
    subscriber.getSubscription({ subscription: unseen }),
  ]);
  if (deadLetterPolicy?.deadLetterTopic && deadLetterPolicy.deadLetterTopic !== topic)
    return [
      {
        name: "unseen",
        verdict: "bad",
        says: `${idOf(unseen)} is not of the dead-letter topic: what goes there is lost`,
        todo: APPLY,
      },
    ];
  return [{ name: "unseen", verdict: "good", says: `${idOf(unseen)} keeps what the function never saw` }];
}

function idOf(name: string): string {
  return name.split("/").at(-1) ?? "";
}
