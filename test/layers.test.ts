/** Dependencies point to shared/ only. The guard is a lint rule; here it is shown to fire, and the bundles are looked into. */
import { spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAll, buildBundle } from "../infra/build.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What Biome, with this project's rules, says of `source` if it were the file at `path`. */
function lint(path: string, source: string): string {
  const folder = mkdtempSync(join(tmpdir(), "layers-"));
  const rules = JSON.parse(readFileSync(`${root}biome.json`, "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...rules, vcs: { enabled: false } }));
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), source);
  const { stdout, stderr } = spawnSync(`${root}node_modules/.bin/biome`, ["lint", path], {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(folder, { recursive: true });
  return stdout + stderr;
}

describe("the layers", () => {
  const importing = (what: string) => `import { x } from "${what}";\nx();\n`;

  it.each([
    ["shared/new.ts", 'import { readFileSync } from "node:fs";\nreadFileSync("x");\n', "noNodejsModules"],
    ["shared/new.ts", "export const stage = process.env.STAGE;\n", "noProcessEnv"],
    ["shared/new.ts", importing("@aws-sdk/client-dynamodb"), "noRestrictedImports"],
    ["shared/batch/new.ts", importing("../../runtime/node-codec.ts"), "noRestrictedImports"],
    ["runtime/new.ts", importing("@aws-sdk/client-dynamodb"), "noRestrictedImports"],
    ["runtime/new.ts", importing("../functions/environment.ts"), "noRestrictedImports"],
    ["functions/new.ts", importing("aws-cdk-lib"), "noRestrictedImports"],
    ["functions/kinesis/new.ts", importing("../../cli/simulator/simulate.ts"), "noRestrictedImports"],
    ["functions/new.ts", importing("../azure/tables/keys.ts"), "noRestrictedImports"],
    ["azure/new.ts", importing("../functions/clients.ts"), "noRestrictedImports"],
    ["azure/new.ts", importing("@aws-sdk/client-s3"), "noRestrictedImports"],
    ["gcp/new.ts", importing("../azure/clients.ts"), "noRestrictedImports"],
    ["gcp/new.ts", importing("@azure/event-hubs"), "noRestrictedImports"],
    ["gcp/pubsub/new.ts", importing("../../functions/metrics.ts"), "noRestrictedImports"],
    ["gcp/new.ts", importing("@aws-sdk/client-s3"), "noRestrictedImports"],
    ["infra/new.ts", importing("../cli/spaces.ts"), "noRestrictedImports"],
    ["cli/new.ts", importing("../local/run.ts"), "noRestrictedImports"],
    ["cli/new.ts", importing("../console/server/serve.ts"), "noRestrictedImports"],
    ["cli/console.ts", importing("../local/run.ts"), "noRestrictedImports"],
    ["console/server/new.ts", importing("../../functions/clients.ts"), "noRestrictedImports"],
    ["local/new.ts", importing("./aws/clients.ts"), "noRestrictedImports"],
    ["local/new.ts", 'export const load = () => import("./aws/cloud.ts");\n', "noRestrictedImports"],
    ["local/answers/new.ts", importing("@aws-sdk/client-dynamodb"), "noRestrictedImports"],
    ["local/aws/new.ts", importing("../../test/support/core.ts"), "noRestrictedImports"],
  ])("refuse in %s: %s", (path, source, rule) => {
    expect(lint(path, source)).toContain(rule);
  });

  it("let one file of the run, and no other, name the clouds", () => {
    const source = 'export const load = () => import("./aws/cloud.ts");\n';
    expect(lint("local/clouds.ts", source)).not.toContain("noRestrictedImports");
  });

  it("let one command, and no other, start the console", () => {
    const source = 'import { serve } from "../console/server/serve.ts";\nserve();\n';
    expect(lint("cli/console.ts", source)).not.toContain("noRestrictedImports");
  });

  it("let shared/ import shared/", () => {
    expect(
      lint(
        "shared/new.ts",
        'import { columnList } from "./row.ts";\n\nexport const names = columnList.map(({ name }) => name);\n',
      ),
    ).not.toContain("lint/");
  });
});

describe("the bundles", () => {
  let bundles: ReadonlyMap<string, readonly string[]>;
  beforeAll(async () => {
    bundles = await buildAll();
  });

  const clouds = {
    aws: {
      own: "@aws-sdk/client-dynamodb",
      foreign: /^(azure|gcp)\/|node_modules\/(@azure|@google-cloud|protobufjs)\//,
    },
    azure: {
      own: "@azure/data-tables",
      foreign: /^(functions|gcp)\/|node_modules\/(@aws-sdk|@smithy|@middy|@google-cloud|protobufjs|azurite)\//,
    },
    gcp: {
      own: "@google-cloud/storage",
      foreign:
        /^(functions|azure)\/|node_modules\/(@aws-sdk|@smithy|@middy|@azure|@google-cloud\/(pubsub|functions-framework))\//,
    },
  } as const;

  it("hold the core, their own adapter and their own cloud's SDK, and no other", () => {
    expect([...bundles.keys()]).toEqual(["aws/kinesis", "aws/firehose", "azure/app", "gcp/app"]);
    for (const [name, inputs] of bundles) {
      const cloud = clouds[name.split("/")[0] as keyof typeof clouds];
      expect(inputs).toContain("shared/batch/process-batch.ts");
      expect(inputs.some((input) => input.includes(`node_modules/${cloud.own}/`))).toBe(true);
      const foreign = inputs.filter(
        (input) =>
          cloud.foreign.test(input) || /^(infra|cli|local|test|bench)\/|node_modules\/(aws-cdk-lib|rhea)\//.test(input),
      );
      expect([name, foreign]).toEqual([name, []]);
    }
  });

  it("make a function app of dist/azure: what its package.json names is there", () => {
    const app = `${root}dist/azure/`;
    const { main } = JSON.parse(readFileSync(`${app}package.json`, "utf8")) as { main: string };
    expect(globSync(main, { cwd: app })).toEqual(["app/index.cjs"]);
    expect(JSON.parse(readFileSync(`${app}host.json`, "utf8"))).toMatchObject({ version: "2.0" });
  });

  it("make the source of a Cloud Run function of dist/gcp: its main is there, and what it needs besides is named", () => {
    const source = `${root}dist/gcp/`;
    const { main, dependencies } = JSON.parse(readFileSync(`${source}package.json`, "utf8"));
    expect(globSync(main, { cwd: source })).toEqual(["app/index.cjs"]);
    const pinned = JSON.parse(readFileSync(`${root}package.json`, "utf8")).dependencies;
    const framework = "@google-cloud/functions-framework";
    expect(dependencies).toEqual({ [framework]: pinned[framework] });
    const required = readFileSync(join(source, main), "utf8").matchAll(/\brequire\("([^"]+)"\)/g);
    const packages = new Set(
      [...required].map(([, name = ""]) => name).filter((name) => !isBuiltin(name) && !name.startsWith("./")),
    );
    expect([...packages]).toEqual([framework]);
  });

  it("do not carry the other channel's adapter", () => {
    expect(bundles.get("aws/kinesis")?.filter((input) => input.startsWith("functions/firehose/"))).toEqual([]);
    expect(bundles.get("aws/firehose")?.filter((input) => input.startsWith("functions/kinesis/"))).toEqual([]);
  });

  it("ship the clients they call and no other", () => {
    const clientsOf = (name: string) =>
      bundles.get(name)?.flatMap((input) => /^functions\/sdk\/(.+)\.ts$/.exec(input)?.[1] ?? []);
    expect(clientsOf("aws/kinesis")).toEqual(["dynamodb", "s3", "secrets-manager"]);
    expect(clientsOf("aws/firehose")).toEqual(["dynamodb", "secrets-manager"]);
  });

  describe("are refused with a sentence", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "bundles-"));
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it("when their entry is not there", async () => {
      const bundle = { name: "aws/new", entries: { index: "functions/new/hander.ts" }, clients: [] };
      await expect(buildBundle(bundle, folder)).rejects.toThrow(
        "The bundle aws/new has no entry: functions/new/hander.ts is not there",
      );
    });

    it.each([
      ["a client they call is not declared", ["dynamodb"], "./secrets-manager.cjs"],
      ["a client is declared that they never call", ["dynamodb", "secrets-manager", "s3"], "./s3.cjs"],
    ] as const)("when %s", async (_, clients, differing) => {
      const bundle = { name: "aws/firehose", entries: { index: "functions/firehose/handler.ts" }, clients };
      await expect(buildBundle(bundle, folder)).rejects.toThrow(
        `The bundle aws/firehose declares other clients than it calls: ${differing}`,
      );
    });
  });
});
