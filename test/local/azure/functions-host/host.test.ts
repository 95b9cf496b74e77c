/** The host with a real app in its worker, between the embedded Event Hubs and Azurite. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventHubProducerClient } from "@azure/event-hubs";
import type { ContainerClient } from "@azure/storage-blob";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blobContainer } from "../../../../azure/storage.ts";
import { buildBundle } from "../../../../infra/build.ts";
import { type Azurite, startAzurite } from "../../../../local/azure/azurite.ts";
import { type EventHubs, startEventHubs } from "../../../../local/azure/event-hubs/server.ts";
import { type FunctionsHost, startFunctionsHost } from "../../../../local/azure/functions-host/host.ts";
import type { Executed } from "../../../../local/azure/functions-host/partition-pump.ts";
import type { LetterLine } from "../../../../shared/letter-line.ts";
import { locationUpdate } from "../../../support/events.ts";

const TIMEOUT_MS = 180_000;
const root = new URL("../../../../", import.meta.url).pathname;

describe("the host, with an app some events are deadly to", { timeout: TIMEOUT_MS }, () => {
  let app: string;
  let hubs: EventHubs;
  let azurite: Azurite;
  let producer: EventHubProducerClient;
  beforeAll(async () => {
    app = mkdtempSync(join(tmpdir(), "deadly-app-"));
    const entry = "test/support/deadly-app.ts";
    const bundle = { name: "deadly", entry, clients: [], target: "node22", external: ["@azure/functions-core"] };
    await buildBundle(bundle, join(app, "deadly"));
    copyFileSync(`${root}azure/host.json`, join(app, "host.json"));
    writeFileSync(join(app, "package.json"), '{"main":"*/index.cjs"}');
    hubs = await startEventHubs({ hub: "spaces", partitions: 1 });
    azurite = await startAzurite();
    producer = new EventHubProducerClient(hubs.connectionString);
  });
  afterAll(async () => {
    await producer.close();
    await azurite.close();
    await hubs.close();
    rmSync(app, { recursive: true });
  });

  const containers = new Map<string, ContainerClient>();
  async function container(name: string): Promise<ContainerClient> {
    const made = containers.get(name) ?? blobContainer(`${azurite.blobEndpoint}/${name}`, azurite);
    if (!containers.has(name)) await made.create();
    containers.set(name, made);
    return made;
  }

  async function startHost(settings: Record<string, string> = {}): Promise<FunctionsHost> {
    return startFunctionsHost({
      app,
      memoryMb: 512,
      connectionString: hubs.connectionString,
      checkpoints: await container("checkpoints"),
      settings: {
        EVENT_HUB_NAME: "spaces",
        STORAGE_SHARED_KEY: `${azurite.account}:${azurite.key}`,
        DEAD_LETTER_CONTAINER: (await container("letters")).url,
        BATCH_NOTE_CONTAINER: (await container("notes")).url,
        AzureFunctionsJobHost__functionTimeout: "00:00:03",
        AzureFunctionsJobHost__extensions__eventHubs__minEventBatchSize: "1",
        ...settings,
      },
    });
  }

  async function textsIn(name: string): Promise<readonly string[]> {
    const texts: string[] = [];
    const client = await container(name);
    for await (const blob of client.listBlobsFlat())
      texts.push((await client.getBlobClient(blob.name).downloadToBuffer()).toString());
    return texts;
  }

  const body = (recordUid: string) => ({ body: Buffer.from(JSON.stringify(locationUpdate({ recordUid }))) });

  it("is rid of a record that ends the process and of one that never ends, each as one dead letter, and goes on", async () => {
    await producer.sendBatch(["a", "exit", "b", "hang", "c"].map(body), { partitionId: "0" });
    const host = await startHost();
    const executions: Executed[] = [];
    const subscription = host.start((_, executed) => void executions.push(executed));
    await expect.poll(() => executions.at(-1)?.next, { timeout: TIMEOUT_MS, interval: 200 }).toBe("done");
    await subscription.close();
    await host.close();
    const failures = new Set(executions.filter(({ next }) => next === "again").map(({ result }) => result.message));
    expect(failures).toEqual(new Set(["The worker process ended", "Timeout value of 3 s was exceeded"]));
    const letters = (await textsIn("letters"))
      .flatMap((text) => text.trim().split("\n"))
      .map((line) => JSON.parse(line) as LetterLine);
    expect(letters.map(({ position, stage, code }) => [position, stage, code])).toEqual([
      ["0_1", "invocation", "process-died"],
      ["0_3", "invocation", "process-died"],
    ]);
    expect(Buffer.from(letters[0]?.payload ?? "", "base64")).toEqual(body("exit").body);
    expect(await textsIn("notes")).toEqual([]);
  });

  it("begins where the checkpoint is when another instance takes over", async () => {
    await producer.sendBatch([body("d")], { partitionId: "0" });
    const host = await startHost();
    const read: number[] = [];
    const subscription = host.start(
      (_, { events }) => void read.push(...events.map(({ sequenceNumber }) => sequenceNumber)),
    );
    await expect.poll(() => read.length, { timeout: TIMEOUT_MS }).toBeGreaterThan(0);
    await subscription.close();
    await host.close();
    expect(read).toEqual([5]);
  });

  it("does not start without what the app needs, and says why in one sentence", async () => {
    await expect(startHost({ STORAGE_SHARED_KEY: "" })).rejects.toThrow(
      "The built function app does not start (ConfigurationError: The environment variable STORAGE_SHARED_KEY is not set)",
    );
  });
});
