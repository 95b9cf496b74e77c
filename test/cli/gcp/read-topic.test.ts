/** A span of a topic that pushes, read by a subscription of the command's own, which is gone afterwards. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { pubSubClients } from "../../../cli/gcp/pubsub-clients.ts";
import { followTopic, readTopic } from "../../../cli/gcp/read-topic.ts";
import { newResume } from "../../../cli/replay/resume.ts";
import type { ReadBatch, Span } from "../../../cli/stage/transport.ts";
import { type PubSubServer, startPubSub } from "../../../local/gcp/pubsub/server.ts";

const TOPIC = "projects/p/topics/push";
let server: PubSubServer;
let clients: ReturnType<typeof pubSubClients>;
beforeAll(async () => {
  server = await startPubSub();
  clients = pubSubClients("p", server.endpoint);
  await clients.publisher.createTopic({ name: TOPIC, messageRetentionDuration: { seconds: 600 } });
  await clients.publisher.createTopic({ name: `${TOPIC}-kept-not` });
});
afterAll(async () => {
  await clients.publisher.close();
  await clients.subscriber.close();
  await server.close();
});

const publish = (...texts: string[]) =>
  clients.publisher.publish({ topic: TOPIC, messages: texts.map((text) => ({ data: Buffer.from(text) })) });

/** Subscriptions that are made, by their names. */
function spied() {
  const made: string[] = [];
  const subscriber = new Proxy(clients.subscriber, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...words: [{ name?: string }]) => {
        if (name === "createSubscription") made.push(words[0].name ?? "");
        return value.apply(target, words);
      };
    },
  });
  return { made, subscriber };
}

async function read(span: Span, take?: (batch: ReadBatch) => Promise<void>, signal = new AbortController().signal) {
  const { made, subscriber } = spied();
  const batches: ReadBatch[] = [];
  const options = { ...clients, subscriber, topic: TOPIC, source: "push", quietMs: 300, span, signal };
  const reading = readTopic({ ...options, take: take ?? (async (batch) => void batches.push(batch)) });
  return { made, reading, batches };
}

const isThere = async (subscription: string) =>
  clients.subscriber.getSubscription({ subscription }).then(
    () => true,
    () => false,
  );

describe("a span of a topic", () => {
  it("has what was published in it, before anybody asked, and leaves no subscription behind", async () => {
    await publish("early");
    await new Promise((resolve) => setTimeout(resolve, 20));
    const fromMs = Date.now();
    await publish("a", "b");
    await new Promise((resolve) => setTimeout(resolve, 20));
    const toMs = Date.now();
    await publish("late");
    const { made, reading, batches } = await read({ fromMs, toMs });
    await reading;
    const records = batches.flatMap((batch) => batch.records);
    expect(records.map(({ payload }) => Buffer.from(payload).toString()).toSorted()).toEqual(["a", "b"]);
    expect(records.every(({ receivedAtMs }) => receivedAtMs >= fromMs && receivedAtMs < toMs)).toBe(true);
    expect(made).toHaveLength(1);
    expect(await isThere(made[0] ?? "")).toBe(false);
  });

  it("is begun again from its start when it was stopped, as messages come in no order", async () => {
    const fromMs = Date.now();
    await publish("one");
    const resume = newResume(fromMs);
    const { reading } = await read({ fromMs, toMs: fromMs + 60_000 }, async (batch) => resume.done(batch));
    await reading;
    expect(resume.fromMs()).toBe(fromMs);
  });

  it("leaves no subscription behind where taking fails, or it is stopped", async () => {
    const fromMs = Date.now();
    await publish("one");
    const span = { fromMs, toMs: fromMs + 60_000 };
    const failing = await read(span, async ({ records }) => {
      if (records.length > 0) throw new Error("the tables are full");
    });
    await expect(failing.reading).rejects.toThrow("the tables are full");
    const abort = new AbortController();
    const stopped = await read(span, async () => abort.abort(), abort.signal);
    await stopped.reading;
    for (const name of [...failing.made, ...stopped.made]) expect(await isThere(name)).toBe(false);
  });

  it("of one that keeps nothing cannot be read, and is said not to be", async () => {
    const span = { fromMs: 0, toMs: Date.now() };
    const topic = `${TOPIC}-kept-not`;
    const options = { ...clients, topic, source: "push", quietMs: 300, span, signal: new AbortController().signal };
    await expect(readTopic({ ...options, take: async () => {} })).rejects.toThrow("replay_days is 0");
  });
});

describe("a topic that is followed", () => {
  it("gives what is published from then on, ends at once when it is stopped, and leaves no subscription behind", async () => {
    await publish("before");
    const { made, subscriber } = spied();
    const stop = new AbortController();
    const texts: string[] = [];
    let hasBegun = false;
    const take = async ({ source, records }: ReadBatch) => {
      hasBegun = true;
      texts.push(...records.map(({ payload }) => `${source}: ${Buffer.from(payload)}`));
    };
    const following = followTopic({ ...clients, subscriber, topic: TOPIC, source: "push", take, signal: stop.signal });
    await vi.waitFor(() => expect(hasBegun).toBe(true));
    expect(await isThere(made[0] ?? "")).toBe(true);
    await publish("after");
    await vi.waitFor(() => expect(texts).toEqual(["push: after"]));
    stop.abort();
    await following;
    expect(await isThere(made[0] ?? "")).toBe(false);
  });
});
