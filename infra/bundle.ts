/** The functions' bundles, built at synthesis: with esbuild alone, offline, without Docker. */
import { join } from "node:path";
import { build } from "esbuild";
import type { Channel } from "../functions/channel.ts";
import { bundleOptions, bundles } from "./build.ts";

export type Bundles = Readonly<Record<Channel | "key-age", string>>;

/** Builds into `directory` (not into dist/, which another process may be reading); answers each bundle's folder. */
export async function buildBundles(directory: string): Promise<Bundles> {
  const folders: Bundles = {
    kinesis: join(directory, "aws/kinesis"),
    firehose: join(directory, "aws/firehose"),
    "key-age": join(directory, "key-age"),
  };
  const channelBundles = bundles.filter(({ name }) => name.startsWith("aws/"));
  const keyAge = { name: "key-age", entry: "infra/key-age/handler.ts" };
  await Promise.all([
    ...channelBundles.map((bundle) => build({ ...bundleOptions(bundle), outdir: join(directory, bundle.name) })),
    build({ ...bundleOptions(keyAge), entryPoints: { index: keyAge.entry }, outdir: folders["key-age"] }),
  ]);
  return folders;
}
