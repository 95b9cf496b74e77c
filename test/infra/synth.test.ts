/** `cdk` itself, as on a fresh clone: offline, without credentials, without Docker. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

function cdk(...args: string[]) {
  const directory = mkdtempSync(join(tmpdir(), "cdk-out-"));
  const run = spawnSync("node_modules/.bin/cdk", [...args, "--output", directory], {
    cwd: root,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH ?? "",
      HOME: directory,
      AWS_EC2_METADATA_DISABLED: "true",
      CDK_DISABLE_VERSION_CHECK: "1",
    },
  });
  return { directory, ...run };
}

describe("npx cdk", () => {
  it("synthesises the configuration as it comes, with the real bundles", () => {
    const { status, directory, stderr } = cdk("synth", "--quiet");
    expect([status, stderr]).toEqual([0, expect.stringContaining("placeholder")]);
    const templates = readdirSync(directory).filter((file) => file.endsWith(".template.json"));
    expect(templates.map((file) => file.replace(".template.json", "")).sort()).toEqual([
      "spaces-prod-event-store",
      "spaces-prod-kinesis-lake",
      "spaces-prod-kinesis-processor",
      "spaces-prod-kinesis-target",
      "spaces-prod-lake",
      "spaces-prod-operations",
    ]);
    const bundle = readdirSync(directory).find((file) => existsSync(join(directory, file, "dynamodb.cjs")));
    expect(existsSync(join(directory, bundle ?? "", "index.cjs"))).toBe(true);
  });

  it("lists the stacks", () => {
    const { status, stdout } = cdk("list");
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(6);
  });

  it("answers a wrong configuration with its sentences, fails, and shows no stack trace", () => {
    const file = join(mkdtempSync(join(tmpdir(), "config-")), "wrong.json");
    writeFileSync(file, JSON.stringify({ stage: "prod", region: "here", historyTtlDays: 0 }));
    const { status, stderr } = cdk("synth", "--quiet", "-c", `config=${file}`);
    expect(status).not.toBe(0);
    expect(stderr).toContain('region is "here"; it must be an AWS Region such as eu-west-1.');
    expect(stderr).toContain("historyTtlDays is 0; it must be a whole number from 1 to 3650.");
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
