/** How the commands find a stage that Terraform deployed, and what they say where they cannot. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyVaultSecrets, referredSecret } from "../../../cli/azure/key-vault.ts";
import { azureStage } from "../../../cli/azure/stage.ts";
import { secretManagerSecrets } from "../../../cli/gcp/secret-manager.ts";
import { googleStage } from "../../../cli/gcp/stage.ts";
import { findStage } from "../../../cli/stage/find-stage.ts";
import { announceRun } from "../../../cli/stage/local-runs.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "deployed-"));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

const KEY = "0123456789abcdefghijklmnopqrstuvwxyz-ABCD";
const SECRET = "https://spaces-prod.vault.azure.net/secrets/privacy-key";

const azureOutputs = {
  event_hub: { host: "spaces.servicebus.windows.net", name: "push", consumer_group: "spaces", retention_days: 7 },
  function_settings: {
    STAGE: "prod",
    TABLE_ENDPOINTS: "https://spacest0.table.core.windows.net/",
    DEAD_LETTER_CONTAINER: "https://spacesdt.blob.core.windows.net/dead-letters",
    BATCH_NOTE_CONTAINER: "https://spacesdt.blob.core.windows.net/batch-notes",
    HISTORY_TTL_DAYS: "30",
    HISTORY_EXCLUDE: "DEVICE_COUNT",
    PRIVACY_KEY: `@Microsoft.KeyVault(SecretUri=${SECRET})`,
  },
};
const googleOutputs = {
  topic: { project_id: "p", topic_id: "push", topic_name: "projects/p/topics/push", publisher: "user:a@example.com" },
  subscription: "push",
  unseen: "unseen",
  function_settings: {
    STAGE: "prod",
    GOOGLE_CLOUD_PROJECT: "p",
    FIRESTORE_DATABASE: "spaces",
    DEAD_LETTER_BUCKET: "dead-letters",
    HISTORY_TTL_DAYS: "30",
  },
  privacy_key_secret: "projects/p/secrets/privacy-key",
};

async function outputsFile(outputs: object): Promise<string> {
  const file = join(folder, "outputs.json");
  const values = Object.entries(outputs).map(([name, value]) => [name, { value, sensitive: false }]);
  await writeFile(file, JSON.stringify(Object.fromEntries(values)));
  return file;
}

/** Answers every request with the first of these that is left, and tells which it was. */
function answers(...given: readonly Response[]): string[] {
  const asked: string[] = [];
  const left = [...given];
  vi.stubGlobal("fetch", async (address: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(`${address} ${headers.authorization}`);
    return left.shift();
  });
  return asked;
}

describe("a stage that Terraform deployed", () => {
  it("is found on Azure by its outputs", async () => {
    const outputs = await outputsFile(azureOutputs);
    const stage = await findStage({ outputs });
    expect(stage.name).toBe("the stage prod on Azure");
    expect(stage.givenUp.map(({ name }) => name)).toEqual(["dead-letters"]);
    expect(stage.transports.map(({ channel }) => channel)).toEqual(["event-hubs"]);
    const keptSinceMs = (await stage.transports[0]?.kept?.())?.sinceMs ?? 0;
    expect(Math.round((Date.now() - keptSinceMs) / 86_400_000)).toBe(7);
    stage.close();
  });

  it("is found on Google Cloud by its outputs", async () => {
    const outputs = await outputsFile(googleOutputs);
    const stage = await findStage({ outputs });
    expect(stage.name).toBe("the stage prod on Google Cloud");
    expect(stage.givenUp.map(({ name }) => name)).toEqual(["dead-letters", "unseen"]);
    expect(stage.transports.map(({ channel }) => channel)).toEqual(["pubsub"]);
    stage.close();
  });

  it.each([
    ["azure", { ...azureOutputs, event_hub: "push" }],
    ["azure", { ...azureOutputs, function_settings: { ...azureOutputs.function_settings, TABLE_ENDPOINTS: "here" } }],
    ["gcp", { ...googleOutputs, topic: { project_id: "p" } }],
  ] as const)("is not taken from outputs that somebody changed (%s)", async (cloud, changed) => {
    await expect(findStage({ cloud, outputs: await outputsFile(changed) })).rejects.toThrow(
      `The outputs have values that ${cloud}/infra does not make`,
    );
  });

  it("is not taken from outputs of a version that did not tell how the function is set", () => {
    expect(() => azureStage({ event_hub: azureOutputs.event_hub })).toThrow("terraform apply makes them anew");
    expect(() => googleStage({ topic: googleOutputs.topic })).toThrow("terraform apply makes them anew");
  });

  it.each([
    [{ cloud: "azure" }, "Say where: --outputs for a deployed stage"],
    [{ cloud: "gcp" }, "Say where: --outputs for a deployed stage"],
    [{ cloud: "aws" }, "Say where: --stage for a stage on AWS"],
    [{}, "Say where: --stage for a stage on AWS, --outputs for one on Azure or Google Cloud, --local for a local run"],
    [{ cloud: "gcp", stage: "prod" }, "--stage names a stage on AWS; one on Google Cloud is named by --outputs"],
  ] as const)("says of %j what is missing", async (options, sentence) => {
    await expect(findStage(options)).rejects.toThrow(sentence);
  });
});

describe("a local run", () => {
  it("says itself which cloud it is of, and no other is given it", async () => {
    const name = `test-of-cloud-${process.pid}`;
    const withdraw = await announceRun({ name, cloud: "azure", pid: process.pid, access: {} });
    await expect(findStage({ local: name, cloud: "gcp" })).rejects.toThrow(
      `--cloud gcp contradicts what else was said: the local run ${name} is of azure. Leave --cloud out.`,
    );
    await withdraw();
  });
});

describe("a secret of Key Vault", () => {
  const read = keyVaultSecrets({ getToken: async () => ({ token: "token", expiresOnTimestamp: 0 }) });

  it("is read by whoever is signed in", async () => {
    const asked = answers(Response.json({ value: KEY }));
    expect(await read(SECRET)).toBe(KEY);
    expect(asked).toEqual([`${SECRET}?api-version=7.4 Bearer token`]);
  });

  it("is found in the setting that refers to it", () => {
    expect(referredSecret(azureOutputs.function_settings.PRIVACY_KEY)).toBe(SECRET);
    expect(referredSecret(KEY)).toBeUndefined();
  });

  it("is asked of no other host", async () => {
    const asked = answers();
    await expect(read("https://vault.azure.net.example.com/secrets/a")).rejects.toThrow("named by its address");
    await expect(read("privacy-key")).rejects.toThrow("named by its address");
    expect(asked).toEqual([]);
  });

  it.each([
    [403, "it takes the role Key Vault Secrets User"],
    [404, "Key Vault has no such secret"],
  ])("that is answered by %i is a sentence", async (status, sentence) => {
    answers(new Response("", { status }));
    await expect(read(SECRET)).rejects.toThrow(sentence);
  });
});

describe("a secret of Secret Manager", () => {
  const read = secretManagerSecrets("p", async () => "token");
  const newest = "https://secretmanager.googleapis.com/v1/projects/p/secrets/key/versions/latest:access Bearer token";

  it.each(["key", "projects/p/secrets/key"])("is read by whoever is signed in, named %s", async (name) => {
    const asked = answers(Response.json({ payload: { data: Buffer.from(KEY).toString("base64") } }));
    expect(await read(name)).toBe(KEY);
    expect(asked).toEqual([newest]);
  });

  it.each([
    [403, "it takes the role roles/secretmanager.secretAccessor"],
    [404, "Secret Manager has no such secret"],
  ])("that is answered by %i is a sentence", async (status, sentence) => {
    answers(new Response("", { status }));
    await expect(read("key")).rejects.toThrow(sentence);
  });

  it("has a name", async () => {
    await expect(read("../key")).rejects.toThrow("named by its id");
  });
});
