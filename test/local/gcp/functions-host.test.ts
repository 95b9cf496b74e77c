/** The host with a real function under the real framework in its process, between the embedded Pub/Sub and Cloud Storage. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PubSub } from "@google-cloud/pubsub";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pubSubClient } from "../../../cli/gcp/pubsub-client.ts";
import { buildAll, buildBundle } from "../../../infra/build.ts";
import type { ArrivedRecord, Delivery } from "../../../local/cloud.ts";
import { consume } from "../../../local/gcp/consume.ts";
import { type FunctionsHost, startFunctionsHost } from "../../../local/gcp/functions/host.ts";
import { type PubSubServer, startPubSub } from "../../../local/gcp/pubsub/server.ts";
import { gcpPush } from "../../../local/gcp/push.ts";
import { type CloudStorage, startCloudStorage } from "../../../local/gcp/storage/server.ts";
import type { LetterLine } from "../../../shared/letter-line.ts";
import { locationUpdate } from "../../support/events.ts";

const TIMEOUT_MS = 120_000;
const root = fileURLToPath(new URL("../../../", import.meta.url));
const bytes = (recordUid: string) => Buffer.from(JSON.stringify(locationUpdate({ recordUid })));
const record = (payload: Uint8Array) => ({ bytes: payload, events: 1 });

describe("the host of the function", { timeout: TIMEOUT_MS }, () => {
  let source: string;
  let pubSub: PubSubServer;
  let storage: CloudStorage;
  let client: PubSub;
  let environment: Record<string, string>;
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    // Below the project, whose framework it loads: there may be one only.
    source = mkdtempSync(join(root, "dist", "deadly-"));
    const entries = { index: "test/support/deadly-pubsub-app.ts" };
    const external = ["@google-cloud/functions-framework"];
    await buildBundle({ name: "deadly", entries, clients: [], external }, source);
    writeFileSync(join(source, "package.json"), '{"main":"index.cjs"}');
    [pubSub, storage] = await Promise.all([startPubSub(), startCloudStorage()]);
    storage.createBucket("letters");
    client = pubSubClient("local", pubSub.endpoint);
    environment = {
      GOOGLE_CLOUD_PROJECT: "local",
      FIRESTORE_DATABASE: "spaces",
      DEAD_LETTER_BUCKET: "letters",
      HISTORY_TTL_DAYS: "30",
      PRIVACY_KEY: "0123456789abcdef0123456789abcdef",
      STORAGE_EMULATOR_HOST: storage.endpoint,
    };
  });
  afterAll(async () => {
    for (const one of open.toReversed()) await one.close();
    await client.close();
    await Promise.all([pubSub.close(), storage.close()]);
    rmSync(source, { recursive: true });
  });

  /** A function that consumes a topic of its own. */
  async function start(name: string) {
    const lines = new Set<(line: string) => void>();
    const host: FunctionsHost = await startFunctionsHost({
      source,
      target: "spaces",
      environment,
      memoryMb: 256,
      logged: (line) => {
        for (const listener of lines) listener(line);
      },
    });
    open.push(host);
    const [topic] = await client.createTopic(name);
    const [unseen] = await client.createTopic(`${name}-unseen`);
    const [subscription] = await topic.createSubscription(name, {
      retryPolicy: { minimumBackoff: { seconds: 0, nanos: 1e8 }, maximumBackoff: { seconds: 1 } },
      deadLetterPolicy: { deadLetterTopic: unseen.name, maxDeliveryAttempts: 100 },
    });
    const push = gcpPush({ topic: topic.name, endpoint: pubSub.endpoint });
    open.push(push);
    const told = { deliveries: [] as Delivery[], acknowledged: [] as ArrivedRecord[], givenUp: [] as ArrivedRecord[] };
    const consumption = consume(
      { pubSub, subscription, url: host.url, onLine: (listener) => void lines.add(listener) },
      {
        delivered: (delivery) => void told.deliveries.push(delivery),
        acknowledged: (records) => void told.acknowledged.push(...records),
        givenUp: (records) => void told.givenUp.push(...records),
        lakeWarned: () => {},
      },
    );
    const put = (payloads: readonly Uint8Array[]) => push.put(payloads.map(record), new AbortController().signal);
    const sum = (status: "stored" | "rejected" | "ignored") =>
      told.deliveries.reduce((total, { report }) => total + (report?.[status] ?? 0), 0);
    return { host, put, told, sum, consumption };
  }

  it("has what is pushed stored, dead-lettered or delivered again, and tells of every batch", async () => {
    const { put, told, sum, consumption } = await start("plain");
    const ids = await put([bytes("a"), bytes("later"), Buffer.from("no event"), bytes("b")]);
    await expect.poll(() => told.acknowledged.length, { timeout: 20_000 }).toBe(4);
    expect(told.acknowledged.map(({ position }) => position).toSorted()).toEqual([...ids].toSorted());
    await expect.poll(() => [sum("stored"), sum("rejected")]).toEqual([3, 1]);
    expect(told.deliveries.reduce((total, { redelivered }) => total + redelivered, 0)).toBe(1);
    expect(told.deliveries.flatMap(({ report }) => report?.retryFrom?.reason ?? [])).toEqual(["throttled"]);
    expect(told.deliveries.some(({ warnings }) => warnings.some((line) => line.includes("were rejected")))).toBe(true);
    const lines = storage.objects("letters").flatMap((object) => object.bytes.toString().trim().split("\n"));
    expect(lines.map((line) => (JSON.parse(line) as LetterLine).code)).toEqual(["unknown-encoding"]);
    await consumption.stop();
    await put([bytes("c")]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(told.acknowledged).toHaveLength(4);
  });

  it("starts the function again when it is ended, and loses nothing", async () => {
    const { host, put, told, consumption } = await start("killed");
    const EVENTS = 3_000;
    const all = put(Array.from({ length: EVENTS / 3 }, (_, index) => bytes(`x${index}`)))
      .then(() => put(Array.from({ length: EVENTS / 3 }, (_, index) => bytes(`y${index}`))))
      .then(() => put(Array.from({ length: EVENTS / 3 }, (_, index) => bytes(`z${index}`))));
    await expect.poll(() => told.acknowledged.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(100);
    host.kill();
    await all;
    await expect.poll(() => told.acknowledged.length, { timeout: 60_000 }).toBe(EVENTS);
    expect(new Set(told.acknowledged.map(({ position }) => position)).size).toBe(EVENTS);
    expect(host.deaths()).toBe(1);
    expect(told.givenUp).toEqual([]);
    expect(told.deliveries.some(({ failure }) => failure === "The function did not answer")).toBe(true);
    await consumption.stop();
  });

  it("keeps a message that ends the process each time from taking its neighbours along for ever", async () => {
    const { host, put, told, consumption } = await start("deadly");
    const [a, , ...others] = await put(["a", "exit", "b", "c", "d"].map(bytes));
    await expect.poll(() => told.acknowledged.length, { timeout: 90_000 }).toBe(4);
    expect(told.acknowledged.map(({ position }) => position).toSorted()).toEqual([a, ...others].toSorted());
    expect(host.deaths()).toBeGreaterThan(0);
    expect(told.givenUp).toEqual([]);
    await consumption.stop();
  });

  it("does not start a function that does not load, and says why in one sentence", async () => {
    await buildAll();
    const options = { source: join(root, "dist/gcp"), target: "spaces", memoryMb: 256, logged: () => {} };
    await expect(
      startFunctionsHost({ ...options, environment: { ...environment, PRIVACY_KEY: "short" } }),
    ).rejects.toThrow(
      /^The built function does not start \(ConfigurationError: The environment variable PRIVACY_KEY holds a key of less than 32 characters; .*\); npm run build makes it anew\.$/,
    );
  });

  it("starts what npm run build makes of the function", async () => {
    await buildAll();
    const options = { source: join(root, "dist/gcp"), target: "spaces", memoryMb: 256, logged: () => {} };
    const host = await startFunctionsHost({ ...options, environment });
    expect((await fetch(host.url, { method: "POST", body: "canary" })).status).toBe(400);
    const garbage = await fetch(host.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"canary',
    });
    expect(garbage.status).toBe(400);
    expect(await garbage.text()).not.toContain("canary");
    await host.close();
  });
});
