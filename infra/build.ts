/** `npm run build`: one minified file per function in dist/, with its source map; nothing is left to install in the cloud. */
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

type Client = "dynamodb" | "firehose" | "s3" | "secrets-manager";

interface Bundle {
  readonly name: string;
  readonly entry: string;
  /** Each AWS client is a file of its own beside the function's, loaded when it is first called. */
  readonly clients: readonly Client[];
  /** The oldest Node it runs on. */
  readonly target?: string;
  /** Built into the platform's own runtime. */
  readonly external?: readonly string[];
}

export const awsBundles: readonly Bundle[] = [
  {
    name: "aws/kinesis",
    entry: "functions/kinesis/handler.ts",
    clients: ["dynamodb", "firehose", "s3", "secrets-manager"],
  },
  { name: "aws/firehose", entry: "functions/firehose/handler.ts", clients: ["dynamodb", "secrets-manager"] },
];

/** Node 22 is the newest that Flex Consumption offers; `@azure/functions-core` comes with the worker and is on no registry. */
const azureBundles: readonly Bundle[] = [
  {
    name: "azure/event-hubs",
    entry: "azure/event-hubs/handler.ts",
    clients: [],
    target: "node22",
    external: ["@azure/functions-core"],
  },
];

export const bundles: readonly Bundle[] = [...awsBundles, ...azureBundles];

const fileOf = (client: string) => `./${client}.cjs`;

const clientsApart: Plugin = {
  name: "clients-apart",
  setup({ onResolve }) {
    onResolve({ filter: /\/sdk\/[a-z0-9-]+\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: fileOf(basename(path, ".ts")), external: true } : null,
    );
  },
};

/** CommonJS, which starts some milliseconds faster than ESM; `.cjs`, because the package is a module. */
function bundleOptions({ name, entry, clients, target = "node24", external = [] }: Bundle): BuildOptions {
  if (!existsSync(`${root}${entry}`)) throw new Error(`The bundle ${name} has no entry: ${entry} is not there`);
  return {
    absWorkingDir: root,
    entryPoints: {
      index: entry,
      ...Object.fromEntries(clients.map((client) => [client, `functions/sdk/${client}.ts`])),
    },
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target,
    external: [...external],
    format: "cjs",
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    mainFields: ["module", "main"],
    plugins: [clientsApart],
  };
}

/**
 * Builds one bundle, into dist/ when no folder is named; answers its inputs. Throws a sentence when the clients it
 * declares are not those it calls: one too few fails at the first call, one too many is shipped for nothing.
 */
export async function buildBundle(bundle: Bundle, outdir = `dist/${bundle.name}`): Promise<readonly string[]> {
  const { metafile } = await build({ ...bundleOptions(bundle), outdir, metafile: true });
  const index = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === bundle.entry);
  const called = (index?.imports ?? []).map(({ path }) => path).filter((path) => path.startsWith("./"));
  const declared = bundle.clients.map(fileOf);
  const differing = [
    ...called.filter((path) => !declared.includes(path)),
    ...declared.filter((path) => !called.includes(path)),
  ];
  if (differing.length > 0) {
    throw new Error(`The bundle ${bundle.name} declares other clients than it calls: ${differing.join(", ")}`);
  }
  return Object.keys(metafile.inputs);
}

/**
 * What makes `dist/azure` a function app that is deployed by zip: the host's settings, and where the functions are. The
 * host loads every file the pattern names: https://learn.microsoft.com/azure/azure-functions/functions-reference-node#register-a-function
 */
function completeAzureApp(): void {
  copyFileSync(`${root}azure/host.json`, `${root}dist/azure/host.json`);
  writeFileSync(`${root}dist/azure/package.json`, `${JSON.stringify({ main: "*/index.cjs" }, undefined, 2)}\n`);
}

/** Builds every bundle; answers their inputs, for the test of what a bundle holds. */
export async function buildAll(): Promise<ReadonlyMap<string, readonly string[]>> {
  const built = new Map<string, readonly string[]>();
  for (const bundle of bundles) built.set(bundle.name, await buildBundle(bundle));
  completeAzureApp();
  return built;
}

if (import.meta.main) await buildAll();
