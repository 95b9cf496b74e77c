/** Records into a topic of Pub/Sub, as Cisco Spaces puts them: one message each, published together. */
import type { EncodedRecord } from "../simulator/records.ts";
import { UserError } from "../user-error.ts";
import { pubSubClient } from "./pubsub-client.ts";

/** Published and not yet acknowledged, at most. */
const MOST_UNDER_WAY = 1_000;

/** How long the client tries where nobody answers; of itself it would try for ten minutes. */
const PATIENCE_MS = 30_000;

const TOPIC = /^projects\/([^/]+)\/topics\/[^/]+$/;

/**
 * Answers how many were published. The client finds its credentials as Google's own do, and honours PUBSUB_EMULATOR_HOST.
 * Throws a UserError for what Google refuses.
 */
export async function publishTo(
  topicName: string,
  records: Iterable<EncodedRecord>,
  patienceMs = PATIENCE_MS,
): Promise<number> {
  const projectId = TOPIC.exec(topicName)?.[1];
  if (projectId === undefined)
    throw new UserError(`--topic is ${topicName}; it is to be projects/PROJECT/topics/TOPIC.`);
  const client = pubSubClient(projectId, process.env.PUBSUB_EMULATOR_HOST);
  const topic = client.topic(topicName, { gaxOpts: { retry: retryFor(patienceMs) } });
  let published = 0;
  let underWay: Promise<string>[] = [];
  const settle = async () => {
    published += (await Promise.all(underWay)).length;
    underWay = [];
  };
  try {
    for (const { bytes } of records) {
      underWay.push(topic.publishMessage({ data: Buffer.from(bytes) }));
      if (underWay.length === MOST_UNDER_WAY) await settle();
    }
    await topic.flush();
    await settle();
    return published;
  } catch (error) {
    await Promise.allSettled(underWay);
    throw new UserError(sentenceOf(error, topicName));
  } finally {
    await client.close();
  }
}

/** What may pass by itself is tried again: aborted, exhausted, internal, unavailable, too late. */
function retryFor(patienceMs: number) {
  return {
    retryCodes: [4, 8, 10, 13, 14],
    backoffSettings: {
      initialRetryDelayMillis: 100,
      retryDelayMultiplier: 2,
      maxRetryDelayMillis: 5_000,
      initialRpcTimeoutMillis: patienceMs,
      rpcTimeoutMultiplier: 1,
      maxRpcTimeoutMillis: patienceMs,
      totalTimeoutMillis: patienceMs,
    },
  };
}

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const sentences: Readonly<Record<number, (topicName: string) => string>> = {
  3: () => "Pub/Sub does not take these records: one is larger than 10 MB, or the topic has a schema.",
  4: (topicName) => `Pub/Sub did not answer in time; ask again, or see whether ${topicName} can be reached from here.`,
  5: (topicName) => `There is no topic ${topicName}.`,
  7: (topicName) =>
    `These credentials may not publish to ${topicName}; it takes the role roles/pubsub.publisher on it.`,
  14: () => "Pub/Sub cannot be reached; see the network, or PUBSUB_EMULATOR_HOST where it is set.",
  16: () => "Google does not accept these credentials; sign in with gcloud auth application-default login.",
};

function sentenceOf(error: unknown, topicName: string): string {
  const { code, message = "" } = error as { readonly code?: number; readonly message?: string };
  const known = code === undefined ? undefined : sentences[code];
  if (known !== undefined) return known(topicName);
  if (/credentials/i.test(message))
    return "No credentials of Google are here; sign in with gcloud auth application-default login, or name a key file in GOOGLE_APPLICATION_CREDENTIALS.";
  return `Pub/Sub refused: ${message.split("\n")[0]}`;
}
