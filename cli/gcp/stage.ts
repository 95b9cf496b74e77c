/** A stage on Google Cloud, deployed or of a local run, as the commands' port. */
import { BigQuery } from "@google-cloud/bigquery";
import { Storage } from "@google-cloud/storage";
import { type FirestoreDatabase, firestoreDatabase } from "../../gcp/firestore/client.ts";
import { firestorePlaces } from "../../gcp/firestore/place-table.ts";
import { firestoreReader } from "../../gcp/firestore/reader.ts";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import { firestoreStore } from "../../gcp/firestore/store.ts";
import { pubSubConfiguration } from "../../gcp/pubsub/configuration.ts";
import { backOff } from "../../runtime/back-off.ts";
import { type Environment, requiredText } from "../../runtime/configuration.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import type { ReadSecret } from "../../runtime/privacy-key.ts";
import { startCore } from "../../runtime/start-core.ts";
import type { Check } from "../stage/check.ts";
import { folderObjects } from "../stage/folder.ts";
import type { StageLake } from "../stage/lake.ts";
import { landingLake } from "../stage/landing-lake.ts";
import { deadLetters, place } from "../stage/letter-place.ts";
import { getterOf } from "../stage/objects.ts";
import type { LakeQuestions } from "../stage/questions.ts";
import type { Stage, TablesConsumer } from "../stage/stage.ts";
import { UserError } from "../user-error.ts";
import { bigQueryLake } from "./bigquery-lake.ts";
import { bucketObjects } from "./bucket.ts";
import { googleChecks } from "./checks.ts";
import { lakeTableCheck, waitingChecks } from "./deployed-checks.ts";
import { googleFigures } from "./figures.ts";
import type { GoogleLocalAccess } from "./local-access.ts";
import type { Outputs } from "./outputs.ts";
import { type PubSubClients, pubSubClients } from "./pubsub-clients.ts";
import { pubSubTransport } from "./pubsub-transport.ts";
import { datasetOf } from "./query.ts";
import { bigQueryQuestions, googleLocalQuestions } from "./questions.ts";
import { secretManagerSecrets } from "./secret-manager.ts";
import { firestoreEraser } from "./tables-eraser.ts";
import { UNSEEN_PREFIX, withUnseen } from "./unseen.ts";

const CHANNEL = "pubsub";
const NOTES_PREFIX = "redriven/";
/** A seek takes up to a minute: https://cloud.google.com/pubsub/docs/replay-overview#seek_eventual_consistency */
const QUIET_MS = 60_000;
const LOCAL_QUIET_MS = 500;

/** As whoever is signed in. A UserError where the outputs are of something else, or of before this version. */
export function googleStage(outputs: Outputs): Stage {
  const { lake, topic, subscription, unseen, function_settings: environment, privacy_key_secret: keySecret } = outputs;
  if (topic === undefined || subscription === undefined || unseen === undefined || environment === undefined)
    throw new UserError(
      "The outputs say neither where the topic is nor how the function is set: they are not those of gcp/infra, or were made by an older version; terraform apply makes them anew.",
    );
  const project = topic.project_id;
  const pubSub = pubSubClients(project);
  const accessToken = () => pubSub.subscriber.auth.getAccessToken();
  const readSecret = secretManagerSecrets(project, accessToken);
  const dataset = lake ? datasetOf(lake) : undefined;
  const figures = googleFigures({ outputs, monitoring: { project, accessToken } });
  const deployed = stageOf({
    name: `the stage ${environment.STAGE ?? ""} on Google Cloud`,
    local: false,
    pubSub,
    storage: new Storage({ projectId: project }),
    topic: topic.topic_name,
    source: subscription,
    unseen: `projects/${project}/subscriptions/${unseen}`,
    quietMs: QUIET_MS,
    lake: dataset && bigQueryLake(new BigQuery(dataset), dataset),
    questions: dataset && bigQueryQuestions(new BigQuery(dataset), dataset),
    checks: [
      ...waitingChecks({ project, subscription, unseen, accessToken }),
      ...(dataset === undefined ? [] : [lakeTableCheck(new BigQuery(dataset), dataset)]),
    ],
    settings: environment,
    environment: async () => (keySecret ? { ...environment, PRIVACY_KEY: await readSecret(keySecret) } : environment),
    readSecret,
  });
  return { ...deployed, ...(figures !== undefined && { figures }) };
}

export function localGoogleStage(run: string, access: GoogleLocalAccess): Stage {
  const { pubSub, topic, subscription, unseen, lakeDirectory, environment } = access;
  const project = requiredText(environment, "GOOGLE_CLOUD_PROJECT");
  return stageOf({
    name: `the local run ${run}`,
    local: true,
    pubSub: pubSubClients(project, pubSub),
    storage: new Storage({ projectId: project, apiEndpoint: requiredText(environment, "STORAGE_EMULATOR_HOST") }),
    topic,
    source: subscription.split("/").at(-1) ?? "",
    unseen,
    quietMs: LOCAL_QUIET_MS,
    lake: landingLake(folderObjects(lakeDirectory)),
    questions: googleLocalQuestions(lakeDirectory),
    checks: [],
    settings: environment,
    environment: async () => environment,
    readSecret: async () => undefined,
  });
}

interface Parts {
  readonly name: string;
  readonly local: boolean;
  readonly pubSub: PubSubClients;
  readonly storage: Storage;
  /** `projects/P/topics/T`. */
  readonly topic: string;
  /** Id of the subscription that pushes. */
  readonly source: string;
  /** `projects/P/subscriptions/S`. */
  readonly unseen: string;
  readonly quietMs: number;
  readonly lake: StageLake | undefined;
  readonly questions: LakeQuestions | undefined;
  /** Besides those of any stage on Google Cloud. */
  readonly checks: readonly Check[];
  /** Of the function, without its key where that is a secret … */
  readonly settings: Environment;
  /** … and with it. */
  readonly environment: () => Promise<Environment>;
  readonly readSecret: ReadSecret;
}

function stageOf({ name, local, pubSub, storage, topic, source, unseen, quietMs, settings, ...parts }: Parts): Stage {
  const objects = bucketObjects(storage.bucket(requiredText(settings, "DEAD_LETTER_BUCKET")));
  const database = databaseOf(settings);
  const calls = firestoreCalls(database);
  const common = { channel: CHANNEL, notesPrefix: NOTES_PREFIX };
  const [, project = ""] = topic.split("/");
  const subscription = `projects/${project}/subscriptions/${source}`;
  const kept = withUnseen({ subscriber: pubSub.subscriber, subscription: unseen, objects });
  return {
    name,
    cloud: "gcp",
    local,
    givenUp: [
      place({ ...common, objects, name: "dead-letters", prefix: DEAD_LETTER_PREFIX }, deadLetters),
      place({ ...common, objects: kept, name: "unseen", prefix: UNSEEN_PREFIX }, deadLetters),
    ],
    transports: [pubSubTransport({ ...pubSub, topic, source, quietMs })],
    tables: firestoreReader(calls),
    eraser: firestoreEraser(calls),
    lake: parts.lake,
    checks: [...googleChecks({ ...pubSub, topic, subscription, unseen, calls, deadLetters: objects }), ...parts.checks],
    readSecret: parts.readSecret,
    questions: parts.questions,
    bucket: (to) => ({
      async put(key, bytes, contentType) {
        await storage.bucket(to).file(key).save(Buffer.from(bytes), { resumable: false, contentType });
      },
      get: getterOf(bucketObjects(storage.bucket(to))),
    }),
    async consumer(): Promise<TablesConsumer> {
      const { core, tables } = pubSubConfiguration(await parts.environment());
      return {
        core: await startCore(core, false, parts.readSecret),
        sink: firestoreStore({ ...tables, calls, backOff, nowMs: Date.now }),
        places: firestorePlaces({ calls, backOff }),
        historyExcludedTypes: tables.historyExcludedTypes,
      };
    },
    close() {
      for (const client of [pubSub.publisher, pubSub.subscriber, database.client]) client.close().catch(() => {});
    },
  };
}

function databaseOf(environment: Environment): FirestoreDatabase {
  return firestoreDatabase({
    project: requiredText(environment, "GOOGLE_CLOUD_PROJECT"),
    database: requiredText(environment, "FIRESTORE_DATABASE"),
    emulatorHost: environment.FIRESTORE_EMULATOR_HOST,
  });
}
