/** Every kind of deployment synthesises, clean by cdk-nag and cfn-lint. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acknowledgements } from "../../infra/nag.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";

const cfnLint = process.env.CFN_LINT ?? "cfn-lint";
const hasCfnLint = spawnSync(cfnLint, ["--version"]).status === 0;
if (!hasCfnLint) console.warn("cfn-lint is not installed: the templates are not linted (pip install cfn-lint)");

describe.each(Object.keys(variants))("%s", (name) => {
  it("has no finding that is not acknowledged, by both rule packs", () => {
    const { packs, findings } = deployment(name);
    expect(packs).toEqual(["AwsSolutions", "Serverless"]);
    expect(findings).toEqual([]);
  });

  it("acknowledges at most 8 different rules", () => {
    const acknowledged = deployment(name).acknowledged.map((rule) => rule.replace(/\[.*/, ""));
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(new Set(acknowledged).size).toBeLessThanOrEqual(8);
  });

  it("keeps data and protects the stacks that hold it in production, and leaves nothing behind in a sandbox", () => {
    const stage = variants[name]?.stage ?? "";
    const { terminationProtected, templates } = deployment(name);
    const isSandbox = stage.startsWith("dev") || stage.startsWith("test");
    const holdsData = ["event-store", "lake", "kinesis-target", "firehose-target"].filter((kind) =>
      templates.has(kind),
    );
    expect([...terminationProtected].sort()).toEqual(isSandbox ? [] : [...holdsData].sort());
    // The topic's key, in operations, has nothing to keep: what it encrypted was delivered at once.
    const types = [
      "AWS::DynamoDB::GlobalTable",
      "AWS::S3::Bucket",
      "AWS::Kinesis::Stream",
      "AWS::KinesisFirehose::DeliveryStream",
      "AWS::KMS::Key",
    ];
    const kept = holdsData.flatMap((kind) =>
      Object.values(templates.get(kind)?.Resources ?? {}).filter(({ Type }) => types.includes(Type)),
    );
    expect(kept.length).toBeGreaterThan(3);
    expect(new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(
      new Set([isSandbox ? "Delete" : "Retain"]),
    );
    const emptied = resourcesOf(deployment(name), "Custom::S3AutoDeleteObjects").length;
    expect(emptied).toBe(isSandbox ? resourcesOf(deployment(name), "AWS::S3::Bucket").length : 0);
  });

  it.runIf(hasCfnLint)("is clean by cfn-lint", () => {
    const { directory } = deployment(name);
    const files = readdirSync(directory).filter((file) => file.endsWith(".template.json"));
    // W3005: the library writes dependencies that a reference implies already.
    const { status, stdout } = spawnSync(
      cfnLint,
      ["--ignore-checks", "W3005", "--", ...files.map((file) => join(directory, file))],
      { encoding: "utf8" },
    );
    expect([stdout, status]).toEqual(["", 0]);
  });
});

describe("the acknowledgements", () => {
  it("are eleven at most, each with a reason that is a sentence", () => {
    const all = Object.values(acknowledgements);
    expect(all.length).toBeLessThanOrEqual(11);
    for (const { reason } of all) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
  });
});

describe("what event-store exports", () => {
  it("does not depend on which channels are on, so that switching one off never fails on an export in use", () => {
    const exportsOf = (name: string) =>
      Object.values(deployment(name).templates.get("event-store")?.Outputs ?? {}).map(({ Export }) => Export?.Name);
    const all = exportsOf("kinesis, production, customer keys");
    expect(all.length).toBe(10);
    expect(exportsOf("firehose alone, production, customer keys").sort()).toEqual(all.sort());
    expect(exportsOf("kinesis, an existing topic, no pseudonyms").sort()).toEqual(all.sort());
  });
});
