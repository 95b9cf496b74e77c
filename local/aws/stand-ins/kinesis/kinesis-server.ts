/** Kinesalite, with the calls that move data replaced. */
import type { Server } from "node:http";
import { createRequire } from "node:module";
import { dataCalls } from "./data-calls.ts";

/** A stream can be set to take records of up to 10 MiB; the stand-in knows the older 1 MiB. */
const MAX_RECORD_BYTES = 10 * 1024 * 1024;

/** Kinesalite looks its actions up when it is loaded, so they have to be there before. */
export async function kinesisServer(consumers: number): Promise<Server> {
  const require = createRequire(import.meta.url);
  for (const [name, action] of Object.entries(dataCalls(consumers))) {
    const path = require.resolve(`kinesalite/actions/${name}.js`);
    require(path);
    const loaded = require.cache[path];
    if (loaded === undefined) throw new Error(`kinesalite has no action ${name}`);
    loaded.exports = action;
  }
  const { types } = await import("kinesalite/validations/putRecords.js");
  types.Records.children.children.Data.lengthLessThanOrEqual = MAX_RECORD_BYTES;
  const { default: kinesalite } = await import("kinesalite");
  return kinesalite({ createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 100 });
}
