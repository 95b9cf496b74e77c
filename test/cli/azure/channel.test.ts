/** `spaces channel --cloud azure`: Terraform's outputs as what is pasted, secrets only when asked for. */
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { register } from "../../../cli/channel.ts";
import { outputsFile } from "../../support/outputs-file.ts";
import { printedTo } from "../../support/printed.ts";

const rule = (name: string) => ({
  event_hub_namespace: "spaces-prod-x1",
  event_hub_name: "push",
  sas_policy_name: `cisco-${name}`,
  sas_key: `KEY-${name}`,
  connection_string: `Endpoint=sb://spaces-prod-x1.servicebus.windows.net/;SharedAccessKey=KEY-${name};EntityPath=push`,
});

const printed = printedTo("log", "\n");
const written = outputsFile();

async function run(text: string, ...more: string[]): Promise<void> {
  const program = new Command("spaces").exitOverride();
  register(program, () => Promise.reject(new Error("AWS was asked")));
  await program.parseAsync(["channel", "--cloud", "azure", "--outputs", written(text), ...more], { from: "user" });
}

const outputs = (rules: readonly string[]) =>
  JSON.stringify({
    push: { sensitive: true, type: "object", value: Object.fromEntries(rules.map((name) => [name, rule(name)])) },
  });

describe("spaces channel --cloud azure", () => {
  it("prints what a sender is asked for, and no secret", async () => {
    await run(outputs(["a"]));
    expect(printed.text().split("\n")).toEqual([
      "Azure Event Hubs",
      "  Event Hubs Namespace       spaces-prod-x1",
      "  Event Hub Name             push",
      "  Shared Access Policy Name  cisco-a",
      "  Shared Access Key          hidden; --show-secret prints it",
      "  Connection String          hidden; --show-secret prints it",
      "",
      "",
    ]);
  });

  it("prints the secrets when asked to, of both rules during a rotation", async () => {
    await run(outputs(["a", "b"]), "--show-secret");
    expect(printed.text().match(/SharedAccessKey=KEY-[ab];EntityPath=push/g)).toHaveLength(2);
  });

  it.each([
    ["no JSON", "Error: no outputs", "not what terraform output -json prints"],
    ["outputs of something else", "{}", "not those of azure/infra"],
  ])("answers %s with a sentence", async (_, text, sentence) => {
    await expect(run(text)).rejects.toThrow(sentence);
  });
});
