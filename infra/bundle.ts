/** The functions' bundles, built at synthesis: with esbuild alone, offline, without Docker. */
import { join } from "node:path";
import type { Channel } from "../functions/channel.ts";
import { awsBundles, buildBundle } from "./build.ts";

export type Bundles = Readonly<Record<Channel | "key-age", string>>;

/** Builds into `directory` (not into dist/, which another process may be reading); answers each bundle's folder. */
export async function buildBundles(directory: string): Promise<Bundles> {
  const folders: Bundles = {
    kinesis: join(directory, "aws/kinesis"),
    firehose: join(directory, "aws/firehose"),
    "key-age": join(directory, "key-age"),
  };
  await Promise.all([
    ...awsBundles.map((bundle) => buildBundle(bundle, join(directory, bundle.name))),
    buildBundle({ name: "key-age", entry: "infra/key-age/handler.ts", clients: [] }, folders["key-age"]),
  ]);
  return folders;
}
