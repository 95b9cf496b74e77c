/** The functions' bundles, built at synthesis: with esbuild alone, offline, without Docker. */
import { join } from "node:path";
import type { Channel } from "../functions/channel.ts";
import { awsBundles, buildBundle } from "./build.ts";

/** Small functions of the deployment itself, each below infra/ in a folder of its name. */
const checks = ["key-age", "tenant-silence"] as const;
type Check = (typeof checks)[number];

export type Bundles = Readonly<Record<Channel | Check, string>>;

/** Builds into `directory` (not into dist/, which another process may be reading); answers each bundle's folder. */
export async function buildBundles(directory: string): Promise<Bundles> {
  const folders: Bundles = {
    kinesis: join(directory, "aws/kinesis"),
    firehose: join(directory, "aws/firehose"),
    "key-age": join(directory, "key-age"),
    "tenant-silence": join(directory, "tenant-silence"),
  };
  await Promise.all([
    ...awsBundles.map((bundle) => buildBundle(bundle, join(directory, bundle.name))),
    ...checks.map((name) =>
      buildBundle({ name, entries: { index: `infra/${name}/handler.ts` }, clients: [] }, folders[name]),
    ),
  ]);
  return folders;
}
