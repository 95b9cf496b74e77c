/** The core of every run: one for the tables and one for the lake, as what they remember is of no run. */
import { coreConfiguration } from "../../runtime/configuration.ts";
import { type Core, startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";

const configuration = coreConfiguration({ PRIVACY_KEY: "a-key-for-the-bench-0123456789-abcdef" });
const forTables = once(() => startCore(configuration, false, async () => undefined));
const forLake = once(() => startCore(configuration, true, async () => undefined));

export function coreFor(lake: boolean): () => Promise<Core> {
  return lake ? forLake : forTables;
}
