/** The questions as commands of `spaces`: Google's own tools do not speak gRPC to an engine on this machine. */
import type { PlaceKey, SubjectKey } from "../../shared/state/keys.ts";
import { byHand, type Commands, eventByHand, shellQuoted } from "../commands.ts";
import { DEAD_LETTER_BUCKET, PROJECT, SUBSCRIPTION, UNSEEN } from "./names.ts";

export interface Endpoints {
  readonly pubSub: string;
  /** `projects/P/topics/T`. */
  readonly topic: string;
  readonly firestore: string;
  /** With its scheme, unlike the others. */
  readonly storage: string;
  readonly bigQuery: string;
  readonly lakeDirectory: string;
}

const FOLDER = ".local";

export function googleCommands(endpoints: Endpoints): Commands {
  const { pubSub, topic, firestore, storage, bigQuery, lakeDirectory } = endpoints;
  const spaces = (question: string) => `npm run --silent spaces -- ${question}`;
  const now = (question: string, of: { readonly tenant: string | undefined }, atMs?: number) => {
    const tenant = of.tenant === undefined ? "" : ` --tenant ${shellQuoted(of.tenant)}`;
    const at = atMs === undefined ? "" : ` --at ${timeText(atMs)}`;
    return spaces(`now ${question} --cloud gcp --endpoint http://${firestore}${tenant}${at}`);
  };
  const nobody = { tenant: undefined };
  const subjectText = ({ kind, id }: SubjectKey) => `${shellQuoted(id)} --kind ${kind}`;
  const stateOf = (subject: SubjectKey) => now(`where ${subjectText(subject)}`, subject);
  const objects = `${storage}/storage/v1/b/${DEAD_LETTER_BUCKET}/o`;
  return {
    first: [
      {
        title: "Endpoints",
        text: `Pub/Sub        ${pubSub}\nFirestore      ${firestore}\nCloud Storage  ${storage}\nBigQuery       ${bigQuery}\nLake           ${lakeDirectory}`,
      },
      {
        title: "In another shell, first",
        text: `export PUBSUB_EMULATOR_HOST=${pubSub} FIRESTORE_EMULATOR_HOST=${firestore} STORAGE_EMULATOR_HOST=${storage}\nexport GOOGLE_CLOUD_PROJECT=${PROJECT} METADATA_SERVER_DETECTION=none`,
      },
      {
        title: `Push an event yourself, with the client that is installed here; ${SUBSCRIPTION} brings it a moment later`,
        text: `npx node --input-type=module -e ${shellQuoted(pushScript(topic))}\n${stateOf(byHand)}`,
      },
      {
        title: "A hundred more",
        text: spaces(`simulate --events 100 --to pubsub --topic ${topic}`),
      },
    ],
    last: [
      {
        title: `What is in the bucket of dead letters; what the function never saw waits in ${UNSEEN}`,
        text: `curl -s '${objects}'`,
      },
    ],
    stateOf,
    whoIsAt: (place: PlaceKey, atMs) => now(`who ${shellQuoted(place.id)}`, place, atMs),
    zones: (atMs) => now("zones", nobody, atMs),
    floors: (atMs) => now("floors", nobody, atMs),
    history: (subject, fromMs, toMs) =>
      now(`history ${subjectText(subject)} --from ${timeText(fromMs)}`, subject, toMs),
    deadLetters: () =>
      `mkdir -p ${FOLDER} && curl -s '${objects}' | jq -r '.items[]?.name | @uri' | xargs -r -I{} curl -s '${objects}/{}?alt=media' > ${FOLDER}/dead-letters.ndjson`,
  };
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

function pushScript(topic: string): string {
  return `import { PubSub } from "@google-cloud/pubsub";
const client = new PubSub();
await client.topic("${topic}").publishMessage({ json: ${JSON.stringify(eventByHand())} });
await client.close();`;
}
