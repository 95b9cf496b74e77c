/** `npm run build`: one minified file per function in dist/, with its source map; nothing is left to install in the cloud. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Bundle {
  readonly name: string;
  readonly entry: string;
}

export const bundles: readonly Bundle[] = [
  { name: "aws/kinesis", entry: "functions/kinesis/handler.ts" },
  { name: "aws/firehose", entry: "functions/firehose/handler.ts" },
];

/**
 * CommonJS, which starts some milliseconds faster than ESM; `.cjs`, because the package is a module. Names are kept
 * because errors are told apart by theirs.
 */
export function bundleOptions({ name, entry }: Bundle): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: `dist/${name}/index.cjs`,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    legalComments: "none",
    mainFields: ["module", "main"],
  };
}

/** Builds every bundle; answers its inputs, for the test of what a bundle holds. */
export async function buildAll(): Promise<ReadonlyMap<string, readonly string[]>> {
  const built = new Map<string, readonly string[]>();
  for (const bundle of bundles.filter(({ entry }) => existsSync(`${root}/${entry}`))) {
    const { metafile } = await build(bundleOptions(bundle));
    built.set(bundle.name, Object.keys(metafile?.inputs ?? {}));
  }
  return built;
}

if (import.meta.main) await buildAll();
