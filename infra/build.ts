/** `npm run build`: one minified file per function in dist/, with its source map; nothing is left to install in the cloud. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

interface Bundle {
  readonly name: string;
  readonly entry: string;
}

export const bundles: readonly Bundle[] = [
  { name: "aws/kinesis", entry: "functions/kinesis/handler.ts" },
  { name: "aws/firehose", entry: "functions/firehose/handler.ts" },
];

/** Each AWS client is a file of its own beside the function's, loaded when it is first called. */
const clients = ["dynamodb", "firehose", "s3", "secrets-manager"];

const clientsApart: Plugin = {
  name: "clients-apart",
  setup({ onResolve }) {
    onResolve({ filter: /\/sdk\/[a-z0-9-]+\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: `./${basename(path, ".ts")}.cjs`, external: true } : null,
    );
  },
};

/** CommonJS, which starts some milliseconds faster than ESM; `.cjs`, because the package is a module. */
export function bundleOptions({ name, entry }: Bundle): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: {
      index: entry,
      ...Object.fromEntries(clients.map((client) => [client, `functions/sdk/${client}.ts`])),
    },
    outdir: `dist/${name}`,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    legalComments: "none",
    mainFields: ["module", "main"],
    plugins: [clientsApart],
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
