/** `spaces channel --cloud gcp`: Terraform's outputs as what is pasted, the key only when asked for; policies that forbid keys. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { register } from "../../../cli/channel.ts";
import { keyPolicySentence } from "../../../cli/gcp/key-policy.ts";
import { outputsFile } from "../../support/outputs-file.ts";
import { printedTo } from "../../support/printed.ts";

const topic = {
  project_id: "my-project",
  topic_id: "spaces-prod-push",
  topic_name: "projects/my-project/topics/spaces-prod-push",
};
const account = "spaces-prod-ci@my-project.iam.gserviceaccount.com";
const key = (name: string) => ({
  ...topic,
  service_account: account,
  service_account_key: `{\n  "type": "service_account",\n  "private_key": "KEY-${name}\\n"\n}\n`,
});

const printed = printedTo("log", "\n");
const written = outputsFile();

async function run(text: string, ...more: string[]): Promise<void> {
  const program = new Command("spaces").exitOverride();
  register(program, () => Promise.reject(new Error("AWS was asked")));
  await program.parseAsync(["channel", "--cloud", "gcp", "--outputs", written(text), ...more], { from: "user" });
}

const outputs = (keys: readonly string[], publisher = `serviceAccount:${account}`) =>
  JSON.stringify({
    push: { sensitive: true, type: "object", value: Object.fromEntries(keys.map((name) => [name, key(name)])) },
    topic: { sensitive: false, type: "object", value: { ...topic, publisher } },
  });

describe("spaces channel --cloud gcp", () => {
  it("prints what a publisher is asked for, and no key", async () => {
    await run(outputs(["a"]));
    expect(printed.text().split("\n")).toEqual([
      "Google Pub/Sub",
      "  Project ID           my-project",
      "  Topic ID             spaces-prod-push",
      "  Topic Name           projects/my-project/topics/spaces-prod-push",
      `  Service Account      ${account}`,
      "  Service Account Key  hidden; --show-secret prints it",
      "",
      "",
    ]);
  });

  it("prints the keys when asked to, each on one line, of both during a rotation", async () => {
    await run(outputs(["a", "b"]), "--show-secret");
    const keys = [...printed.text().matchAll(/Service Account Key +(.*)/g)].map(([, json = ""]) => JSON.parse(json));
    expect(keys.map(({ private_key }) => private_key)).toEqual(["KEY-a\n", "KEY-b\n"]);
  });

  it("says so where Cisco publishes as an account of its own", async () => {
    await run(outputs([], "serviceAccount:spaces@cisco.iam.gserviceaccount.com"));
    expect(printed.text()).toContain("serviceAccount:spaces@cisco.iam.gserviceaccount.com, of Cisco's own: no key");
  });

  it.each([
    ["no JSON", "Error: no outputs", "not what terraform output -json prints"],
    ["outputs of something else", "{}", "not those of gcp/infra"],
  ])("answers %s with a sentence", async (_, text, sentence) => {
    await expect(run(text)).rejects.toThrow(sentence);
  });
});

describe("spaces channel key-policy", () => {
  const spec = (name: string, enforce: boolean) =>
    JSON.stringify({ name: `projects/1/policies/${name}`, spec: { rules: [{ enforce }] } });
  const legacy = "iam.disableServiceAccountKeyCreation";
  const managed = "iam.managed.disableServiceAccountKeyCreation";

  it.each([
    ["a policy", spec(legacy, true), `${legacy} is enforced`],
    ["a managed policy", spec(managed, true), `${managed} is enforced`],
    [
      "a policy as the older command prints it",
      JSON.stringify({ constraint: `constraints/${legacy}`, booleanPolicy: { enforced: true } }),
      `${legacy} is enforced`,
    ],
    ["a policy that is off", spec(legacy, false), `${legacy} is not enforced`],
    ["one of no rules", JSON.stringify({ constraint: `constraints/${legacy}`, booleanPolicy: {} }), "is not enforced"],
  ])("tells %s in a sentence", (_, text, sentence) => {
    expect(keyPolicySentence(text)).toContain(sentence);
  });

  it("names the way out where keys are forbidden", () => {
    expect(keyPolicySentence(spec(managed, true))).toContain("set publisher_member to an account of Cisco's");
  });

  it.each([
    ["what is no JSON", "ERROR: (gcloud)", "is no JSON"],
    ["nothing", "null", "is no policy"],
    [
      "another policy",
      spec("iam.allowedPolicyMemberDomains", true),
      "is no policy of disableServiceAccountKeyCreation",
    ],
  ])("answers %s with a sentence", (_, text, sentence) => {
    expect(() => keyPolicySentence(text)).toThrow(sentence);
  });

  it("reads the policy from standard input", () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [fileURLToPath(new URL("../../../cli/spaces.ts", import.meta.url)), "channel", "key-policy"],
      { input: spec(legacy, true), encoding: "utf8" },
    );
    expect([status, stdout]).toEqual([0, expect.stringContaining("is enforced: no key can be made")]);
  });
});
