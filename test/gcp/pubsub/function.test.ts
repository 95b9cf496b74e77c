/** The function as a whole under the real framework, on the memory store: what is stored, what each push is told, what is logged. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterEach, describe, expect, it } from "vitest";
import { metricNames } from "../../../functions/metrics.ts";
import { batchLog } from "../../../gcp/batch-log.ts";
import { type PubSubFunction, pubSubFunction } from "../../../gcp/pubsub/function.ts";
import { ConfigurationError } from "../../../runtime/configuration.ts";
import { retry } from "../../../shared/outcome.ts";
import type { DeadLetter, EventSink } from "../../../shared/ports.ts";
import { memoryDeadLetter, testCore } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { memoryStore } from "../../support/memory-store.ts";
import { pushBody } from "../../support/pub-sub.ts";

const HOUR_MS = 3_600_000;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

let functions = 0;

async function start(ports: Partial<PubSubFunction>) {
  const lines: Record<string, unknown>[] = [];
  const name = `function-${functions++}`;
  http(
    name,
    pubSubFunction({
      core: async () => testCore(),
      sinks: [memoryStore()],
      deadLetter: memoryDeadLetter(),
      log: batchLog("pubsub", "test", (line) => void lines.push(JSON.parse(line))),
      maxRecordAgeMs: HOUR_MS,
      gatherMs: 50,
      gatherMessages: 200,
      nowMs: Date.now,
      ...ports,
    }),
  );
  const server = getTestServer(name);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  let messageId = 100;
  const push = (payload: Uint8Array, options: Parameters<typeof pushBody>[1] = {}) =>
    post(pushBody(payload, { messageId: String(messageId++), publishTime: new Date().toISOString(), ...options }));
  return { post, push, lines, reports: () => lines.filter(({ message }) => message === "batch") };
}

const bytes = (event: object) => Buffer.from(JSON.stringify(event));
const uid = (recordUid: string) => bytes(locationUpdate({ recordUid }));

/** A sink that cannot store the events with these uids. */
const without = (uids: ReadonlySet<string>): EventSink => ({
  write: async (rows) =>
    rows.flatMap(({ record_uid }, index) => (uids.has(record_uid) ? [{ index, fate: retry("throttled") }] : [])),
});
const broken: EventSink = { write: () => Promise.reject(new Error("canary-7f3a")) };

describe("the Pub/Sub function", () => {
  it("gathers pushes that come at once into one batch, stores them and acknowledges each", async () => {
    const store = memoryStore();
    const { push, reports } = await start({ sinks: [store], gatherMs: 300 });
    const answers = await Promise.all(["a", "b", "c", "d"].map((id) => push(uid(id))));
    expect(answers).toEqual(answers.map(() => ({ status: 204, text: "" })));
    expect(reports()).toMatchObject([{ severity: "INFO", received: 4, stored: 4, retry: 0, messages: 4 }]);
    expect(Object.keys((await store.tables()).events)).toHaveLength(4);
  });

  it("tells each push what became of its own message", async () => {
    const deadLetter = memoryDeadLetter();
    const { push, reports } = await start({ sinks: [without(new Set(["b"]))], deadLetter, gatherMs: 300 });
    const answers = await Promise.all([push(uid("a")), push(uid("b")), push(Buffer.from("no event")), push(uid("c"))]);
    expect(answers.map(({ status }) => status)).toEqual([204, 503, 204, 204]);
    expect(deadLetter.letters).toMatchObject([{ code: "unknown-encoding" }]);
    const rejections = { "unknown-encoding": 1 };
    expect(reports()).toMatchObject([
      { received: 4, stored: 2, rejected: 1, retry: 1, messages: 4, again: 1, rejections },
    ]);
  });

  it("has a message that cannot be used come again when its dead letter cannot be kept", async () => {
    const deadLetter: DeadLetter = { put: () => Promise.reject(new Error("canary-7f3a")) };
    const { push } = await start({ deadLetter });
    expect((await push(Buffer.from("no event"))).status).toBe(503);
    expect((await push(uid("a"))).status).toBe(204);
  });

  it("answers a constant, whatever fails: a sink, the core, the key", async () => {
    const constant = { status: 503, text: "The message is not stored yet." };
    expect(await (await start({ sinks: [broken] })).push(uid("a"))).toEqual(constant);
    const core = () => Promise.reject(new Error("canary-7f3a"));
    const failing = await start({ core });
    expect(await failing.push(uid("a"))).toEqual(constant);
    expect(failing.lines).toMatchObject([{ severity: "ERROR", message: "a batch failed", error: "Error" }]);
    const keyless = await start({ core: () => Promise.reject(new ConfigurationError("PRIVACY_KEY is weak")) });
    expect(await keyless.push(uid("a"))).toEqual(constant);
    expect(keyless.lines).toMatchObject([{ severity: "ERROR", message: "PRIVACY_KEY is weak" }]);
    expect(JSON.stringify([...failing.lines, ...keyless.lines])).not.toContain("canary");
  });

  it("gives up by age what cannot be stored, as a dead letter, and acknowledges it", async () => {
    const deadLetter = memoryDeadLetter();
    const { push, reports } = await start({ sinks: [broken], deadLetter });
    const publishTime = new Date(Date.now() - 2 * HOUR_MS).toISOString();
    expect((await push(uid("a"), { publishTime })).status).toBe(204);
    expect((await push(uid("b"))).status).toBe(503);
    expect(deadLetter.letters).toMatchObject([{ code: "retries-exhausted" }]);
    expect(reports()).toMatchObject([{ rejected: 1 }, { retry: 1 }]);
  });

  it("understands CloudEvents, binary and structured", async () => {
    const { post, reports } = await start({});
    const type = "google.cloud.pubsub.topic.v1.messagePublished";
    const headers = { "ce-id": "1", "ce-type": type, "ce-source": "//pubsub", "ce-specversion": "1.0" };
    expect((await post(pushBody(uid("a")), headers)).status).toBe(204);
    const event = { specversion: "1.0", id: "2", type, source: "//pubsub", data: pushBody(uid("b")) };
    expect((await post(event, { "content-type": "application/cloudevents+json" })).status).toBe(204);
    expect(reports()).toMatchObject([{ stored: 1 }, { stored: 1 }]);
  });

  it("refuses what is no wrapped push, so that it is kept, and says what to mend", async () => {
    const { post, lines } = await start({});
    const refusal = { status: 400, text: "This is no Pub/Sub push with a wrapped message." };
    expect(await post(locationUpdate({ recordUid: "canary-7f3a" }))).toEqual(refusal);
    expect(await post("canary-7f3a", { "content-type": "text/plain" })).toEqual(refusal);
    expect(lines).toMatchObject([{ severity: "ERROR" }, { severity: "ERROR" }]);
    expect(lines[0]?.message).toContain("the subscription has to wrap its messages");
    expect(JSON.stringify(lines)).not.toContain("canary");
  });

  it("processes what comes again and again without neighbours", async () => {
    const { push, reports } = await start({ gatherMs: 300 });
    await Promise.all([push(uid("a")), push(uid("b"), { deliveryAttempt: 6 }), push(uid("c"), { deliveryAttempt: 5 })]);
    expect(reports().map(({ messages }) => messages)).toEqual(expect.arrayContaining([1, 2]));
  });

  it("counts by the names it has in the other clouds, with service and stage, and never a value of an event", async () => {
    const canary = "canary-7f3a";
    const person = { deviceId: canary, macAddress: canary, userId: canary, email: canary };
    const { push, lines, reports } = await start({ gatherMs: 300 });
    await Promise.all([
      push(bytes(locationUpdate({}, { device: person, ssid: canary }))),
      push(bytes(locationUpdate({ recordUid: { canary } }))),
      push(Buffer.from(`{"recordUid":"${canary}`)),
    ]);
    expect(Object.keys(reports()[0] ?? {})).toEqual(expect.arrayContaining([...metricNames, "service", "stage"]));
    expect(lines.some(({ message }) => message === "events were rejected")).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(canary);
  });
});
