/**
 * The embedded Pub/Sub, asked with the real client; pushes arrive at a real HTTP server. Against another engine:
 * PUBSUB_EMULATOR_HOST=host:port npm test. What only the embedded one tells of its pushes is asked of it alone.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type CreateSubscriptionOptions,
  type Message,
  type PubSub,
  type Subscription,
  type Topic,
  v1,
} from "@google-cloud/pubsub";
import { credentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pubSubClient } from "../../../cli/gcp/pubsub-client.ts";
import type { Pushed } from "../../../local/gcp/pubsub/push.ts";
import { pushWindow } from "../../../local/gcp/pubsub/push-window.ts";
import { type PubSubServer, startPubSub } from "../../../local/gcp/pubsub/server.ts";

const another = process.env.PUBSUB_EMULATOR_HOST;
/** `undefined` where another engine is asked. */
let server: PubSubServer | undefined;
let host: string;
let client: PubSub;
const open: { close(): unknown }[] = [];

beforeAll(async () => {
  // The generated client would look for the cloud it is in.
  process.env.METADATA_SERVER_DETECTION = "none";
  server = another === undefined ? await startPubSub() : undefined;
  host = another ?? server?.endpoint ?? "";
  client = pubSubClient("local", host);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await client.close();
  await server?.close();
});

/** Another engine may remember an earlier run. */
const run = Date.now();
let names = 0;
const newTopic = async () => (await client.createTopic(`topic-${run}-${names++}`))[0];
const subscribe = async (topic: Topic, options: CreateSubscriptionOptions = {}) =>
  (await topic.createSubscription(`subscription-${run}-${names++}`, options))[0];
/** What the embedded engine tells of a subscription's pushes. */
function toldOf(subscription: Subscription): readonly Pushed[] {
  const told: Pushed[] = [];
  server?.onPushed((pushed) => void (pushed.subscription === subscription.name && told.push(pushed)));
  return told;
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code?: number }) => error.code,
  );

/** Messages of a subscription, each handled as it comes. */
function pulled(subscription: Subscription, handle: (message: Message) => void = (message) => message.ack()) {
  const messages: Message[] = [];
  subscription.on("message", (message: Message) => {
    messages.push(message);
    handle(message);
  });
  subscription.on("error", () => {});
  open.push(subscription);
  return messages;
}

interface PushRequest {
  readonly message: { readonly data?: string; readonly messageId: string; readonly publishTime: string };
  readonly subscription: string;
  readonly deliveryAttempt?: number;
}

/** An endpoint that answers each push with a status. */
async function endpoint(statusOf: (push: PushRequest) => number | Promise<number>) {
  const received: (PushRequest & { readonly atMs: number })[] = [];
  let [underWay, most] = [0, 0];
  const http: Server = createServer(async (request, response) => {
    most = Math.max(most, ++underWay);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const push = JSON.parse(Buffer.concat(chunks).toString()) as PushRequest;
    received.push({ ...push, atMs: Date.now() });
    response.statusCode = await statusOf(push);
    underWay--;
    response.end();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  open.push({
    close() {
      http.closeAllConnections();
      http.close();
    },
  });
  return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`, received, most: () => most };
}

const text = ({ message }: PushRequest) => Buffer.from(message.data ?? "", "base64").toString();
const seconds = (least: number, most: number) => ({
  minimumBackoff: { seconds: Math.floor(least), nanos: (least % 1) * 1e9 },
  maximumBackoff: { seconds: Math.floor(most), nanos: (most % 1) * 1e9 },
});

describe("publishing to the embedded Pub/Sub", () => {
  it("reaches every subscription of the topic, with the bytes, the attributes, an id and the time", async () => {
    const topic = await newTopic();
    const seen = [pulled(await subscribe(topic)), pulled(await subscribe(topic))];
    const data = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const id = await topic.publishMessage({ data, attributes: { kind: "test" } });
    for (const messages of seen) {
      await expect.poll(() => messages.length).toBe(1);
      expect(messages[0]).toMatchObject({ id, attributes: { kind: "test" } });
      expect(messages[0]?.data.equals(data)).toBe(true);
      expect(Math.abs(Number(messages[0]?.publishTime) - Date.now())).toBeLessThan(60_000);
    }
  });

  it("is refused beyond the service's limits, and to a topic there is not", async () => {
    const topic = await newTopic();
    expect(await codeOf(topic.publishMessage({ data: Buffer.alloc(10_000_001) }))).toBe(3);
    expect(await codeOf(topic.publishMessage({ data: Buffer.alloc(9_000_000) }))).toBeUndefined();
    expect(await codeOf(client.topic("nowhere").publishMessage({ data: Buffer.from("x") }))).toBe(5);
    expect(await codeOf(client.createTopic(topic.name))).toBe(6);
    expect(await topic.exists()).toEqual([true]);
    expect(await client.topic("nowhere").exists()).toEqual([false]);
  });
});

describe("pulling from the embedded Pub/Sub", () => {
  it("brings a message that was not acknowledged again, and one that was not", async () => {
    const topic = await newTopic();
    let refused = false;
    const messages = pulled(await subscribe(topic, { retryPolicy: seconds(0.05, 0.1) }), (message) => {
      if (message.data.toString() === "again" && !refused) {
        refused = true;
        message.nack();
      } else message.ack();
    });
    for (const data of ["once", "again"]) await topic.publishMessage({ data: Buffer.from(data) });
    await expect.poll(() => messages.map(({ data }) => data.toString()).toSorted()).toEqual(["again", "again", "once"]);
  });

  it("brings again what its subscriber neither acknowledged nor held on to", async () => {
    const topic = await newTopic();
    const subscription = await subscribe(topic, { ackDeadlineSeconds: 1, retryPolicy: seconds(0.05, 0.1) });
    const [name, port] = host.split(":");
    const raw = new v1.SubscriberClient({
      servicePath: name,
      port: Number(port),
      sslCreds: credentials.createInsecure(),
    } as ConstructorParameters<typeof v1.SubscriberClient>[0]);
    open.push(raw);
    await topic.publishMessage({ data: Buffer.from("x") });
    const request = { subscription: subscription.name, maxMessages: 10 };
    const [first] = await raw.pull(request);
    expect(first.receivedMessages).toHaveLength(1);
    expect((await raw.pull(request))[0].receivedMessages).toHaveLength(0);
    await expect.poll(async () => (await raw.pull(request))[0].receivedMessages?.length, { timeout: 10_000 }).toBe(1);
  });
});

describe("a seek of a subscription", () => {
  const keeping = async () =>
    (await client.createTopic({ name: `topic-${run}-${names++}`, messageRetentionDuration: { seconds: 600 } }))[0];
  const patience = { timeout: 10_000 };
  const textsOf = (messages: readonly Message[]) => messages.map(({ data }) => data.toString()).toSorted();

  it("brings what the topic keeps since a time, to one that is newer and to one that was done with it", async () => {
    const topic = await keeping();
    const early = await subscribe(topic);
    await topic.publishMessage({ data: Buffer.from("before") });
    // The client says a time to the second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const since = new Date();
    await topic.publishMessage({ data: Buffer.from("after") });
    const late = await subscribe(topic);
    await late.seek(since);
    const ofLate = pulled(late);
    await expect.poll(() => textsOf(ofLate), patience).toEqual(["after"]);
    const ofEarly = pulled(early);
    await expect.poll(() => textsOf(ofEarly), patience).toEqual(["after", "before"]);
    await early.seek(since);
    await expect.poll(() => textsOf(ofEarly), patience).toEqual(["after", "after", "before"]);
  });

  it("brings nothing of a topic that keeps nothing", async () => {
    const topic = await newTopic();
    await topic.publishMessage({ data: Buffer.from("before") });
    const late = await subscribe(topic);
    await late.seek(new Date(0));
    const messages = pulled(late);
    await topic.publishMessage({ data: Buffer.from("then") });
    await expect.poll(() => textsOf(messages), patience).toEqual(["then"]);
  });
});

describe("pushes of the embedded Pub/Sub", () => {
  it("have the documented body, and are acknowledged by any of the documented statuses", async () => {
    const topic = await newTopic();
    const statuses = [200, 201, 202, 204].values();
    const { url, received } = await endpoint(() => statuses.next().value ?? 500);
    const subscription = await subscribe(topic, { pushEndpoint: url });
    const told = toldOf(subscription);
    const ids: string[] = [];
    for (const data of ["a", "b", "c", "d"]) ids.push(await topic.publishMessage({ data: Buffer.from(data) }));
    await expect.poll(() => received.length).toBe(4);
    if (server !== undefined)
      await expect.poll(() => told.map(({ ended }) => ended)).toEqual(Array.from({ length: 4 }, () => "acknowledged"));
    expect(received.map(text).toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(received.map(({ message }) => message.messageId).toSorted()).toEqual(ids.toSorted());
    expect(received[0]).toMatchObject({ subscription: subscription.name });
    expect(received[0]).not.toHaveProperty("deliveryAttempt");
  });

  it("come again after a back-off that doubles up to its bound, and go behind the dead-letter topic with their attributes", async () => {
    const [topic, dead] = [await newTopic(), await newTopic()];
    const letters = pulled(await subscribe(dead));
    const { url, received } = await endpoint((push) => (text(push) === "bad" ? 503 : 204));
    const subscription = await subscribe(topic, {
      pushEndpoint: url,
      deadLetterPolicy: { deadLetterTopic: dead.name, maxDeliveryAttempts: 5 },
      retryPolicy: seconds(0.1, 0.3),
    });
    await topic.publishMessage({ data: Buffer.from("bad"), attributes: { kind: "test" } });
    await topic.publishMessage({ data: Buffer.from("good") });
    await expect.poll(() => letters.length, { timeout: 10_000 }).toBe(1);
    const bad = received.filter((push) => text(push) === "bad");
    expect(bad.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([1, 2, 3, 4, 5]);
    const gaps = bad.slice(1).map(({ atMs }, index) => atMs - (bad[index]?.atMs ?? 0));
    for (const [index, least] of [100, 200, 300, 300].entries()) expect(gaps[index]).toBeGreaterThanOrEqual(least - 5);
    expect(received.filter((push) => text(push) === "good")).toHaveLength(1);
    expect(letters[0]?.data.toString()).toBe("bad");
    expect(letters[0]?.attributes).toMatchObject({
      kind: "test",
      CloudPubSubDeadLetterSourceDeliveryCount: "5",
      CloudPubSubDeadLetterSourceSubscription: subscription.name.split("/").at(-1),
      CloudPubSubDeadLetterSourceSubscriptionProject: "local",
    });
  });

  it("that are not answered within the ack deadline, or have nobody to answer them, come again", async () => {
    const topic = await newTopic();
    let isSlow = true;
    const { url, received } = await endpoint(async () => {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 1_500));
      isSlow = false;
      return 204;
    });
    const subscription = await subscribe(topic, {
      pushEndpoint: "http://127.0.0.1:9/",
      ackDeadlineSeconds: 1,
      retryPolicy: seconds(0.1, 0.1),
    });
    const told = toldOf(subscription);
    await topic.publishMessage({ data: Buffer.from("x") });
    if (server !== undefined) await expect.poll(() => told.length).toBeGreaterThan(1);
    await subscription.modifyPushConfig({ pushEndpoint: url });
    await expect.poll(() => received.length, { timeout: 10_000 }).toBeGreaterThan(1);
    if (server === undefined) return;
    await expect.poll(() => told.at(-1)?.ended, { timeout: 10_000 }).toBe("acknowledged");
    expect(told.filter(({ ended }) => ended === "again").every(({ status }) => status === undefined)).toBe(true);
  });

  it("begin with one at once, and become more with each that is acknowledged", async () => {
    const window = pushWindow(4);
    expect(window.size()).toBe(1);
    for (let success = 0; success < 9; success++) window.ended(true);
    expect(window.size()).toBe(4);
    for (let failure = 0; failure < 9; failure++) window.ended(false);
    expect(window.size()).toBe(1);
    const topic = await newTopic();
    const { url, received, most } = await endpoint(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return 204;
    });
    await Promise.all(Array.from({ length: 300 }, () => topic.publishMessage({ data: Buffer.from("x") })));
    await subscribe(topic, { pushEndpoint: url });
    // What was published before is not the subscription's.
    await Promise.all(Array.from({ length: 300 }, () => topic.publishMessage({ data: Buffer.from("x") })));
    await expect.poll(() => received.length).toBe(300);
    expect(most()).toBeGreaterThan(10);
  });
});
