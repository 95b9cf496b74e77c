/** `npm run build`: one minified file per function in dist/, with its source map; nothing is left to install in the cloud. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

type Client = "dynamodb" | "s3" | "secrets-manager" | "storage";

interface Bundle {
  readonly name: string;
  /** The files of functions, by name: `index` is `index.cjs`, and its handler `index.handler`. */
  readonly entries: Readonly<Record<string, string>>;
  /** Each of these clients is a file of its own beside the function's, loaded when it is first called. */
  readonly clients: readonly Client[];
  /** Where the clients are; `functions/sdk` unless it says otherwise. */
  readonly sdk?: string;
  /** The oldest Node it runs on. */
  readonly target?: string;
  /** Built into the platform's own runtime. */
  readonly external?: readonly string[];
}

export const awsBundles: readonly Bundle[] = [
  {
    name: "aws/kinesis",
    entries: { index: "functions/kinesis/handler.ts", lake: "functions/lake/handler.ts" },
    clients: ["dynamodb", "s3", "secrets-manager"],
  },
  {
    name: "aws/firehose",
    entries: { index: "functions/firehose/handler.ts" },
    clients: ["dynamodb", "secrets-manager"],
  },
];

/** Node 22 is the newest that Flex Consumption offers; `@azure/functions-core` comes with the worker and is on no registry. */
const azureBundles: readonly Bundle[] = [
  {
    name: "azure/app",
    entries: { index: "azure/app.ts" },
    clients: [],
    target: "node22",
    external: ["@azure/functions-core"],
  },
];

/** The framework keeps what is registered in its own module, of which there may be one only: its command's. */
const FRAMEWORK = "@google-cloud/functions-framework";
/** https://cloud.google.com/run/docs/runtimes/nodejs#node.js-runtimes */
const GCP_NODE = "24";
const gcpBundles: readonly Bundle[] = [
  { name: "gcp/app", entries: { index: "gcp/app.ts" }, clients: ["storage"], sdk: "gcp/sdk", external: [FRAMEWORK] },
];

export const bundles: readonly Bundle[] = [...awsBundles, ...azureBundles, ...gcpBundles];

interface PackageJson {
  readonly dependencies: Readonly<Record<string, string>>;
}

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
function bundleOptions({
  name,
  entries,
  clients,
  sdk = "functions/sdk",
  target = "node24",
  external = [],
}: Bundle): BuildOptions {
  const missing = Object.values(entries).find((entry) => !existsSync(`${root}${entry}`));
  if (missing !== undefined) throw new Error(`The bundle ${name} has no entry: ${missing} is not there`);
  return {
    absWorkingDir: root,
    entryPoints: {
      ...entries,
      ...Object.fromEntries(clients.map((client) => [client, `${sdk}/${client}.ts`])),
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
  const entries = Object.values(bundle.entries);
  const functions = Object.values(metafile.outputs).filter(({ entryPoint = "" }) => entries.includes(entryPoint));
  const imported = functions.flatMap(({ imports }) => imports.map(({ path }) => path));
  const called = [...new Set(imported)].filter((path) => path.startsWith("./"));
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

/**
 * What makes `dist/gcp` the source of a Cloud Run function: the buildpack installs the one package that is not in the
 * bundle, and its command loads `main`. https://cloud.google.com/run/docs/runtimes/nodejs
 */
function completeGcpSource(): void {
  const { dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as PackageJson;
  const source = {
    name: "spaces-push-receiver",
    private: true,
    main: "app/index.cjs",
    engines: { node: GCP_NODE },
    dependencies: { [FRAMEWORK]: dependencies[FRAMEWORK] },
  };
  writeFileSync(`${root}dist/gcp/package.json`, `${JSON.stringify(source, undefined, 2)}\n`);
}

/** Builds every bundle; answers their inputs, for the test of what a bundle holds. */
export async function buildAll(): Promise<ReadonlyMap<string, readonly string[]>> {
  const built = new Map<string, readonly string[]>();
  for (const bundle of bundles) built.set(bundle.name, await buildBundle(bundle));
  completeAzureApp();
  completeGcpSource();
  return built;
}

if (import.meta.main) await buildAll();
