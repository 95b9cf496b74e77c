/** Google Cloud behind the `Cloud` port: Pub/Sub, Firestore, BigQuery and Cloud Storage embedded, the built function between them. */
import { resolve } from "node:path";
import { openGoogleLake } from "../../cli/gcp/local-lake.ts";
import { googleQueries } from "../../cli/gcp/queries.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { Cloud, CloudOptions, StartCloud } from "../cloud.ts";
import { accessOf } from "./access.ts";
import { googleCommands } from "./commands.ts";
import { consume } from "./consume.ts";
import { DEAD_LETTER_BUCKET } from "./names.ts";
import { gcpPush } from "./push.ts";
import { googleReader } from "./reader.ts";
import { type Stack, startStack } from "./stack.ts";
import type { CloudStorage } from "./storage/server.ts";

export const startGoogleCloud: StartCloud = async (options) => googleCloud(await startStack(options), options);

export function googleCloud(stack: Stack, options: Pick<CloudOptions, "lakeDirectory">): Cloud {
  const { pubSub, firestore, storage, bigQuery, host, topic, subscription } = stack;
  const push = gcpPush({ topic, endpoint: pubSub.endpoint });
  const directory = resolve(options.lakeDirectory);
  return {
    channel: "pubsub",
    path: "Pub/Sub → function → Firestore and BigQuery",
    push,
    consume: (observer) => consume({ pubSub, subscription, url: host.url, onLine: stack.onLine }, observer),
    read: googleReader(stack.calls, () => letters(storage)),
    written: () => ({ writes: firestore.written() }),
    lake: {
      directory,
      // A message is acknowledged when its rows are in the lake, too: nothing else is under way.
      flush: () => bigQuery.flush(),
      counts: () => ({ rows: bigQuery.rows(), files: bigQuery.files(), failed: 0, channels: [] }),
      open: async () => ({ ...(await openGoogleLake(directory)), queries: googleQueries }),
    },
    faults: {
      throttle: firestore.throttle,
      throttledCalls: firestore.throttledCalls,
      refuseLake: bigQuery.refuse,
      refusedFiles: bigQuery.refused,
    },
    commands: googleCommands({
      pubSub: pubSub.endpoint,
      topic,
      firestore: firestore.endpoint,
      storage: storage.endpoint,
      bigQuery: bigQuery.endpoint,
      lakeDirectory: options.lakeDirectory,
    }),
    access: accessOf(stack, directory),
    async close() {
      await push.close();
      await stack.close();
    },
  };
}

async function* letters(storage: CloudStorage): AsyncGenerator<LetterLine> {
  for (const { bytes } of storage.objects(DEAD_LETTER_BUCKET, DEAD_LETTER_PREFIX))
    for (const line of bytes.toString().split("\n")) if (line !== "") yield JSON.parse(line) as LetterLine;
}
