/** Everything a run starts, and ends again: the stand-ins and the function between them. */
import { randomBytes } from "node:crypto";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { PubSub, Subscription } from "@google-cloud/pubsub";
import { pubSubClient } from "../../cli/gcp/pubsub-client.ts";
import { firestoreDatabase } from "../../gcp/firestore/client.ts";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import type { CloudOptions } from "../cloud.ts";
import { startedParts } from "../started-parts.ts";
import { type BigQueryWrite, startBigQueryWrite } from "./bigquery/server.ts";
import { type LocalFirestore, startFirestore } from "./firestore/server.ts";
import { type FunctionsHost, startFunctionsHost } from "./functions/host.ts";
import {
  DATABASE,
  DEAD_LETTER_BUCKET,
  FUNCTION_MEMORY_MB,
  HISTORY_TTL_DAYS,
  LAKE_TABLE,
  PROJECT,
  SUBSCRIPTION,
  TOPIC,
  UNSEEN,
} from "./names.ts";
import { type PubSubServer, startPubSub } from "./pubsub/server.ts";
import { type CloudStorage, startCloudStorage } from "./storage/server.ts";

export interface Stack {
  readonly pubSub: PubSubServer;
  readonly firestore: LocalFirestore;
  readonly storage: CloudStorage;
  readonly bigQuery: BigQueryWrite;
  readonly host: FunctionsHost;
  /** `projects/P/topics/T`. */
  readonly topic: string;
  readonly subscription: Subscription;
  /** `projects/P/subscriptions/S`. */
  readonly unseen: string;
  readonly calls: ReturnType<typeof firestoreCalls>;
  readonly environment: Readonly<Record<string, string>>;
  /** Of the function, line by line. */
  onLine(listener: (line: string) => void): void;
  close(): Promise<void>;
}

const SOURCE = fileURLToPath(new URL("../../dist/gcp", import.meta.url));
const FUNCTION = "spaces";
const PRIVACY_KEY_BYTES = 32;
/** Longer than a run. */
const KEPT_SECONDS = 7 * 86_400;

/** What was started is ended again when the rest cannot be. */
export async function startStack({ ports, faults, lakeDirectory, conditions = {} }: CloudOptions): Promise<Stack> {
  const { environment: told = async (made) => made, maxRecordAgeHours, ...clock } = conditions;
  const { track, close } = startedParts();
  try {
    const starting = [
      track(startPubSub({ port: ports.pubsub ?? 0, ...clock })),
      track(startFirestore({ port: ports.firestore ?? 0, throttled: faults })),
      track(startCloudStorage({ port: ports.storage ?? 0 })),
      track(startBigQueryWrite({ port: ports.bigquery ?? 0, directory: resolve(lakeDirectory), faulty: faults })),
    ] as const;
    // Nothing may still be starting when one of them fails.
    await Promise.allSettled(starting);
    const [pubSub, firestore, storage, bigQuery] = await Promise.all(starting);
    storage.createBucket(DEAD_LETTER_BUCKET);
    const client = pubSubClient(PROJECT, pubSub.endpoint);
    await track(Promise.resolve(client));
    const { topic, subscription, unseen } = await subscribed(client);
    const listeners = new Set<(line: string) => void>();
    const environment = await told({
      GOOGLE_CLOUD_PROJECT: PROJECT,
      FIRESTORE_DATABASE: DATABASE,
      FIRESTORE_EMULATOR_HOST: firestore.endpoint,
      LAKE_TABLE,
      BIGQUERY_WRITE_ENDPOINT: bigQuery.endpoint,
      DEAD_LETTER_BUCKET,
      STORAGE_EMULATOR_HOST: storage.endpoint,
      HISTORY_TTL_DAYS: String(HISTORY_TTL_DAYS),
      // Thrown away with the run: nobody can tie its pseudonyms to a person again.
      PRIVACY_KEY: randomBytes(PRIVACY_KEY_BYTES).toString("base64"),
      ...(maxRecordAgeHours !== undefined && { MAX_RECORD_AGE_HOURS: String(maxRecordAgeHours) }),
    });
    const host = await track(
      startFunctionsHost({
        source: SOURCE,
        target: FUNCTION,
        memoryMb: FUNCTION_MEMORY_MB,
        environment,
        logged: (line) => {
          for (const listener of listeners) listener(line);
        },
      }),
    );
    const database = firestoreDatabase({ project: PROJECT, database: DATABASE, emulatorHost: firestore.endpoint });
    await track(Promise.resolve(database.client));
    return {
      pubSub,
      firestore,
      storage,
      bigQuery,
      host,
      topic,
      subscription,
      unseen,
      environment,
      calls: firestoreCalls(database),
      onLine: (listener) => void listeners.add(listener),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As deployed, but for the back-off: somebody is looking on. */
async function subscribed(client: PubSub): Promise<Pick<Stack, "topic" | "subscription" | "unseen">> {
  const [topic] = await client.createTopic({ name: TOPIC, messageRetentionDuration: { seconds: KEPT_SECONDS } });
  const [unseen] = await client.createTopic(UNSEEN);
  const [unseenSubscription] = await unseen.createSubscription(UNSEEN);
  const [subscription] = await topic.createSubscription(SUBSCRIPTION, {
    ackDeadlineSeconds: 90,
    retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 10 } },
    deadLetterPolicy: { deadLetterTopic: unseen.name, maxDeliveryAttempts: 100 },
  });
  return { topic: topic.name, subscription, unseen: unseenSubscription.name };
}
