/**
 * How long the built function app takes to load in a new worker of the local host, its settings read and its clients made:
 * `npx node bench/azure-cold-start.ts`. What Azure adds before that (an instance, the host) is not in it.
 */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { startInstance } from "../local/azure/functions-host/instance.ts";
import { median } from "./measure.ts";

const RUNS = 15;
/** Nothing of it is called. */
const storage = "http://127.0.0.1:1/account";
const options = {
  app: fileURLToPath(new URL("../dist/azure", import.meta.url)),
  memoryMb: 512,
  timeoutMs: 60_000,
  settings: {
    EVENT_HUB_NAME: "hub",
    EVENT_HUB_CONSUMER_GROUP: "tables",
    LAKE_CONSUMER_GROUP: "lake",
    LAKE_CONTAINER: `${storage}/lake`,
    TABLE_ENDPOINTS: storage,
    DEAD_LETTER_CONTAINER: `${storage}/dead-letters`,
    BATCH_NOTE_CONTAINER: `${storage}/batch-notes`,
    STORAGE_SHARED_KEY: "account:key",
    HISTORY_TTL_DAYS: "30",
    PRIVACY_KEY: randomBytes(32).toString("base64"),
  },
};

const loads: number[] = [];
for (let run = 0; run <= RUNS; run++) {
  const start = performance.now();
  const instance = await startInstance(options);
  // The first one warms the disk's cache.
  if (run > 0) loads.push(performance.now() - start);
  await instance.close();
}
console.log(
  `the app loads in ${median(loads).toFixed(0)} ms (median of ${RUNS}; ${Math.min(...loads).toFixed(0)} at best)`,
);
