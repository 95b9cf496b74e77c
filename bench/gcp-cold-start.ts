/**
 * How long the built function takes from a new process to a port that listens, the real framework around it, its settings
 * read and its clients made, beside one that does nothing: `npx node bench/gcp-cold-start.ts`. What Cloud Run adds before
 * that (an instance) is not in it.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type InstanceOptions, startInstance } from "../local/gcp/functions/instance.ts";
import { median } from "./measure.ts";

const RUNS = 15;
const source = fileURLToPath(new URL("../dist/gcp", import.meta.url));
/** Nothing of it is called. */
const nowhere = "127.0.0.1:1";
const options: InstanceOptions = {
  source,
  target: "spaces",
  memoryMb: 1_024,
  port: 0,
  environment: {
    GOOGLE_CLOUD_PROJECT: "project",
    FIRESTORE_DATABASE: "(default)",
    FIRESTORE_EMULATOR_HOST: nowhere,
    LAKE_TABLE: "projects/project/datasets/spaces/tables/arrived",
    BIGQUERY_WRITE_ENDPOINT: nowhere,
    DEAD_LETTER_BUCKET: "dead-letters",
    STORAGE_EMULATOR_HOST: `http://${nowhere}`,
    HISTORY_TTL_DAYS: "30",
    PRIVACY_KEY: randomBytes(32).toString("base64"),
  },
  logged: () => {},
};

// Below the project, whose framework it loads.
const bare = await mkdtemp(`${source}-bare-`);
await writeFile(`${bare}/package.json`, '{"main":"index.cjs"}');
await writeFile(
  `${bare}/index.cjs`,
  'require("@google-cloud/functions-framework").http("spaces", (_, response) => response.end());',
);

async function startMs(options: InstanceOptions): Promise<number> {
  const start = performance.now();
  const instance = await startInstance(options);
  const ms = performance.now() - start;
  instance.kill();
  await instance.ended;
  return ms;
}

// The first ones warm the disk's cache.
await startMs({ ...options, source: bare });
await startMs(options);
const starts: { readonly bareMs: number; readonly ms: number }[] = [];
for (let run = 0; run < RUNS; run++)
  starts.push({ bareMs: await startMs({ ...options, source: bare }), ms: await startMs(options) });
await rm(bare, { recursive: true });
const bytes = async (file: string) => ((await stat(`${source}/app/${file}`)).size / 1e6).toFixed(1);
const medianOf = (name: "bareMs" | "ms") => median(starts.map((start) => start[name])).toFixed(0);
console.log(
  `the function listens after ${medianOf("ms")} ms, one that does nothing after ${medianOf("bareMs")} ms (medians of ${RUNS})`,
);
console.log(
  `its bundle has ${await bytes("index.cjs")} MB, and ${await bytes("storage.cjs")} MB for its first dead letter`,
);
