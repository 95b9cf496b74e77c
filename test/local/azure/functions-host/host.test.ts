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
    const entries = { index: "test/support/deadly-app.ts" };
    const bundle = { name: "deadly", entries, clients: [], target: "node22", external: ["@azure/functions-core"] };
    await buildBundle(bundle, join(app, "deadly"));
    copyFileSync(`${root}azure/host.json`, join(app, "host.json"));
    writeFileSync(join(app, "package.json"), '{"main":"*/index.cjs"}');
    hubs = await startEventHubs({ hub: "spaces", partitions: 2 });
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

  async function checkpoints(): Promise<readonly (string | undefined)[]> {
    const found: (string | undefined)[] = [];
    for await (const { name, metadata } of (await container("checkpoints")).listBlobsFlat({ includeMetadata: true }))
      if (name.includes("/checkpoint/")) found.push(metadata?.sequencenumber);
    return found.toSorted();
  }

  const body = (recordUid: string) => ({ body: Buffer.from(JSON.stringify(locationUpdate({ recordUid }))) });

  it("is rid of a record that ends the process and of one that never ends, each as one dead letter, and goes on", async () => {
    await producer.sendBatch(["a", "exit", "b", "hang", "c"].map(body), { partitionId: "0" });
    // Alone in its batch, and in the same process each time that one dies.
    await producer.sendBatch([body("innocent")], { partitionId: "1" });
    const host = await startHost();
    const executions: Executed[] = [];
    const done: string[] = [];
    const subscription = host.start((partitionId, executed) => {
      executions.push(executed);
      // Whatever batches the hub cuts them into.
      if (executed.next === "done")
        done.push(...executed.events.map((event) => `${partitionId}_${event.sequenceNumber}`));
    });
    await expect.poll(() => done.length, { timeout: TIMEOUT_MS, interval: 200 }).toBe(6);
    expect(done.toSorted()).toEqual(["0_0", "0_1", "0_2", "0_3", "0_4", "1_0"]);
    await expect.poll(checkpoints).toEqual(["0", "4"]);
    await subscription.close();
    await host.close();
    const failures = new Set(executions.filter(({ next }) => next === "again").map(({ result }) => result.message));
    expect(failures).toEqual(new Set(["The worker process ended", "Timeout value of 3 s was exceeded"]));
    const letters = (await textsIn("letters"))
      .flatMap((text) => text.trim().split("\n"))
      .map((line) => JSON.parse(line) as LetterLine)
      .toSorted((a, b) => (a.position < b.position ? -1 : 1));
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

  it("loses nothing when a second instance takes a partition over while its batch keeps ending the process", async () => {
    const sent = ["e", "hang", "f"].map(body);
    const firsts = new Map<string, number>();
    for (const partitionId of ["0", "1"]) {
      firsts.set(partitionId, (await producer.getPartitionProperties(partitionId)).lastEnqueuedSequenceNumber + 1);
      await producer.sendBatch(sent, { partitionId });
    }
    const wanted = [...firsts].flatMap(([partitionId, first]) =>
      sent.map((_, index) => `${partitionId}_${first + index}`),
    );
    const done = new Set<string>();
    const workedOn = new Map<string, Set<string>>();
    let failures = 0;
    const hear = (instance: string) => (partitionId: string, executed: Executed) => {
      workedOn.set(instance, (workedOn.get(instance) ?? new Set()).add(partitionId));
      if (executed.next === "again") failures++;
      else for (const { sequenceNumber } of executed.events) done.add(`${partitionId}_${sequenceNumber}`);
    };
    const first = await startHost();
    const firstReading = first.start(hear("first"));
    await expect.poll(() => failures, { timeout: TIMEOUT_MS }).toBeGreaterThan(0);
    const second = await startHost();
    const secondReading = second.start(hear("second"));
    await expect
      .poll(() => [...done].toSorted(), { timeout: TIMEOUT_MS, interval: 200 })
      .toEqual(expect.arrayContaining(wanted));
    const last = [...firsts.values()].map((number) => String(number + sent.length - 1)).toSorted();
    await expect.poll(checkpoints, { timeout: TIMEOUT_MS }).toEqual(last);
    await Promise.all([firstReading.close(), secondReading.close()]);
    await Promise.all([first.close(), second.close()]);
    expect(workedOn.get("second")?.size).toBeGreaterThan(0);
    const letters = (await textsIn("letters")).flatMap((text) => text.trim().split("\n"));
    const positions = letters.map((line) => (JSON.parse(line) as LetterLine).position);
    // Whichever of them it died in: what one has noted the other goes on from.
    for (const [partitionId, number] of firsts) expect(positions).toContain(`${partitionId}_${number + 1}`);
  });

  it("does not start without what the app needs, and says why in one sentence", async () => {
    await expect(startHost({ STORAGE_SHARED_KEY: "" })).rejects.toThrow(
      "The built function app does not start (ConfigurationError: The environment variable STORAGE_SHARED_KEY is not set)",
    );
  });
});
