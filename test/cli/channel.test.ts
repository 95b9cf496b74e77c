/** `spaces channel`: what is printed, what is fetched, and what a mistake is answered with. */
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/channel.ts";
import { UserError } from "../../cli/user-error.ts";
import { deployment } from "../infra/deployment.ts";
import { channelAccess } from "../support/channel-access.ts";

let printed: string;
beforeEach(() => {
  printed = "";
  vi.spyOn(console, "log").mockImplementation((line: string) => {
    printed += `${line}\n`;
  });
});
afterEach(() => vi.restoreAllMocks());

async function run(account: ReturnType<typeof channelAccess>, ...args: string[]): Promise<void> {
  const program = new Command("spaces").exitOverride().configureOutput({ writeErr: () => {} });
  register(program, async () => account.access);
  await program.parseAsync(["node", "spaces", "channel", ...args, "--region", "eu-west-1"]);
}

describe("spaces channel", () => {
  it("prints the dashboard's fields in its order, and fetches no secret", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    await run(account, "--stage", "prod");
    expect(printed.split("\n")).toEqual([
      "AWS Kinesis",
      "  AWS Region                         eu-west-1",
      "  Kinesis Firehose Data Stream Name  spaces-prod-push",
      "  AWS Access Key                     KEY1",
      "  AWS Secret Key                     hidden; --show-secret prints it from secret-kinesis",
      "",
      "",
    ]);
    expect(account.calls).not.toContain("readSecret");
  });

  it("prints the secret key only when asked to", async () => {
    const account = channelAccess({ channels: ["firehose"] });
    await run(account, "--stage", "prod", "--show-secret");
    expect(printed).toContain("Kinesis Firehose Delivery Stream Name  spaces-prod-push-firehose");
    expect(printed).toContain("SECRET-OF-KEY1");
  });

  it("prints both channels where both are deployed, or the one asked for", async () => {
    const account = channelAccess({ channels: ["kinesis", "firehose"] });
    await run(account, "--stage", "prod");
    expect(printed.match(/^AWS.*$/gm)).toEqual(["AWS Kinesis", "AWS Kinesis Firehose"]);
    printed = "";
    await run(account, "--stage", "prod", "--channel", "firehose");
    expect(printed).not.toContain("Data Stream Name");
  });

  it("reads outputs that the stacks have", async () => {
    const { access } = channelAccess({ channels: ["kinesis", "firehose"] });
    for (const kind of ["kinesis-target", "firehose-target"]) {
      const outputs = deployment("both channels, production, AWS keys").templates.get(kind)?.Outputs ?? {};
      const read = Object.keys((await access.outputs(`spaces-prod-${kind}`)) ?? {});
      expect(
        Object.keys(outputs)
          .filter((key) => !key.startsWith("Export"))
          .sort(),
      ).toEqual(read.sort());
    }
  });

  it("says in a sentence that a stage is not deployed", async () => {
    await expect(run(channelAccess({ channels: [] }), "--stage", "qa")).rejects.toThrow(
      "There is no stack spaces-qa-kinesis-target nor spaces-qa-firehose-target in this account and Region; deploy the stage, or name another --stage or --region.",
    );
  });

  it("needs a stage, and knows two channels", async () => {
    await expect(run(channelAccess({ channels: [] }))).rejects.toThrow("--stage");
    await expect(run(channelAccess({ channels: [] }), "--stage", "prod", "--channel", "x")).rejects.toThrow(
      "Allowed choices are",
    );
  });

  it("says in a sentence that nobody is signed in", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    const access = {
      ...account.access,
      outputs: () => Promise.reject(Object.assign(new Error("Could not load"), { name: "CredentialsProviderError" })),
    };
    await expect(run({ ...account, access }, "--stage", "prod")).rejects.toThrow(UserError);
    await expect(run({ ...account, access }, "--stage", "prod")).rejects.toThrow("AWS knows no valid credentials here");
  });
});

describe("spaces channel rotate", () => {
  it("takes its own --stage, makes a second key and tells what to paste", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    await run(account, "rotate", "--stage", "prod");
    expect(printed).toContain("1/3 Made the key KEY2");
    expect(printed).toContain("spaces channel --stage prod --channel kinesis --show-secret");
    expect(printed).not.toContain("SECRET-OF");
  });

  it("asks which channel where there are two", async () => {
    await expect(
      run(channelAccess({ channels: ["kinesis", "firehose"] }), "rotate", "--stage", "prod"),
    ).rejects.toThrow("The stage prod has both channels; name one with --channel kinesis or --channel firehose.");
  });
});

describe("spaces channel revoke", () => {
  it("does nothing without --yes, and deletes every key with it", async () => {
    const account = channelAccess({ channels: ["kinesis"] });
    await expect(run(account, "revoke", "--stage", "prod")).rejects.toThrow("add --yes to do it");
    expect(account.keys).toHaveLength(1);
    await run(account, "revoke", "--stage", "prod", "--yes");
    expect(account.keys).toHaveLength(0);
    expect(printed).toContain("Deleted 1 access key(s) of spaces-prod-kinesis-push.");
  });
});
