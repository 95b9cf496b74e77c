/** The channel as a whole, on the memory store: what is stored, what the host is told, what is logged. */
import { describe, expect, it } from "vitest";
import { eventHubsProcess } from "../../../azure/event-hubs/process.ts";
import type { EventHubsEvent } from "../../../azure/event-hubs/records.ts";
import { functionHandler } from "../../../azure/function-handler.ts";
import { metricNames } from "../../../functions/metrics.ts";
import { ConfigurationError } from "../../../runtime/configuration.ts";
import type { BatchNotes } from "../../../shared/batch/batch-note.ts";
import { retry } from "../../../shared/outcome.ts";
import type { EventSink } from "../../../shared/ports.ts";
import { type MemoryDeadLetter, memoryDeadLetter, testCore } from "../../support/core.ts";
import { eventHubsEvent, invocationOf } from "../../support/event-hubs.ts";
import { locationUpdate } from "../../support/events.ts";
import { memoryStore } from "../../support/memory-store.ts";

const noNotes: BatchNotes = { get: async () => undefined, put: async () => {}, delete: async () => {} };
const HOUR_MS = 3_600_000;

interface Channel {
  readonly sinks: readonly EventSink[];
  readonly deadLetter?: MemoryDeadLetter;
  readonly maxRecordAgeMs?: number;
}

function channelOf({ sinks, deadLetter = memoryDeadLetter(), maxRecordAgeMs = HOUR_MS }: Channel) {
  const handler = functionHandler("event-hubs", () =>
    eventHubsProcess({
      core: async () => testCore(),
      sinks: () => sinks,
      deadLetter,
      notes: noNotes,
      backOff: { wait: async () => {} },
      maxRecordAgeMs,
    }),
  );
  return async (event: EventHubsEvent) => {
    const { context, lines } = invocationOf(event);
    const error: unknown = await handler(event.messages, context).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, lines, report: lines.find(({ message }) => message === "batch") };
  };
}

const bytes = (event: object) => Buffer.from(JSON.stringify(event));
const uid = (recordUid: string) => bytes(locationUpdate({ recordUid }));
const now = () => new Date().toISOString();

/** Fails so many rows of the next writes, from the last one on. */
function throttled(store: EventSink, failures: number[]): EventSink & { readonly written: () => number } {
  let written = 0;
  return {
    written: () => written,
    async write(rows, deadline) {
      const stored = rows.slice(0, rows.length - (failures.shift() ?? 0));
      written += stored.length;
      await store.write(stored, deadline);
      return rows.slice(stored.length).map((_, index) => ({ index: stored.length + index, fate: retry("throttled") }));
    },
  };
}

describe("the Event Hubs function", () => {
  it("stores a batch of every encoding and body, dead-letters what cannot be used, and returns", async () => {
    const store = memoryStore();
    const deadLetter = memoryDeadLetter();
    const messages = [
      uid("a"),
      JSON.stringify(locationUpdate({ recordUid: "b" })),
      locationUpdate({ recordUid: "c" }),
      "no event",
    ];
    const { error, report } = await channelOf({ sinks: [store], deadLetter })(eventHubsEvent(messages));
    expect(error).toBeUndefined();
    expect(report).toMatchObject({ received: 4, stored: 3, rejected: 1, retry: 0 });
    expect(Object.keys((await store.tables()).events)).toHaveLength(3);
    expect(deadLetter.letters).toMatchObject([{ position: "3_103", code: "unknown-encoding" }]);
  });

  it("writes again only what was throttled, and throws only when that was in vain", async () => {
    const messages = ["a", "b", "c", "d"].map(uid);
    const soon = throttled(memoryStore(), [1]);
    expect((await channelOf({ sinks: [soon] })(eventHubsEvent(messages, { enqueuedAt: now() }))).error).toBeUndefined();
    expect(soon.written()).toBe(4);

    const late = throttled(memoryStore(), [1, 1, 1]);
    const { error, report } = await channelOf({ sinks: [late] })(eventHubsEvent(messages, { enqueuedAt: now() }));
    expect(error).toMatchObject({ name: "BatchNotDone" });
    expect(report).toMatchObject({ received: 4, stored: 0, retry: 4 });
  });

  it("is given the whole batch again after a throw, which leaves the same tables: a row written twice is one row", async () => {
    const [store, once] = [memoryStore(), memoryStore()];
    const sink = throttled(store, [2, 2, 2]);
    const messages = ["a", "b", "c", "d"].map(uid);
    const event = eventHubsEvent(messages, { enqueuedAt: now() });
    const channel = channelOf({ sinks: [sink] });
    expect((await channel(event)).error).toBeDefined();
    expect((await channel(event)).report).toMatchObject({ received: 4, stored: 4, retry: 0 });
    await channelOf({ sinks: [once] })(event);
    expect(await store.tables()).toEqual(await once.tables());
    // Two of four were stored when the batch was thrown back: they are written twice, and nothing more.
    expect(sink.written()).toBe(6);
  });

  it("never gives up by a count: a store that is away for an hour of retries leaves no dead letter", async () => {
    const deadLetter = memoryDeadLetter();
    const away: EventSink = { write: () => Promise.reject(new Error("away")) };
    const channel = channelOf({ sinks: [away], deadLetter, maxRecordAgeMs: 24 * HOUR_MS });
    const enqueuedAt = new Date(Date.now() - HOUR_MS).toISOString();
    for (let delivery = 0; delivery < 60; delivery++)
      expect((await channel(eventHubsEvent([uid("a")], { enqueuedAt }))).error).toMatchObject({ name: "BatchNotDone" });
    expect(deadLetter.letters).toEqual([]);
  });

  it("gives up by the event's age, beside the letters of the same batch, and lets the partition go on", async () => {
    const deadLetter = memoryDeadLetter();
    const away: EventSink = { write: () => Promise.reject(new Error("away")) };
    const enqueuedAt = new Date(Date.now() - 2 * HOUR_MS).toISOString();
    const { error, report } = await channelOf({ sinks: [away], deadLetter })(
      eventHubsEvent([uid("a"), "no event"], { enqueuedAt }),
    );
    expect(error).toBeUndefined();
    expect(report).toMatchObject({ received: 2, rejected: 2, retry: 0 });
    // The last object put holds all of them.
    expect(
      deadLetter.letters
        .slice(-2)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(["retries-exhausted", "unknown-encoding"]);
  });

  it("works on one batch at a time, though the host gives it those of several partitions at once", async () => {
    let [underWay, most] = [0, 0];
    const sink: EventSink = {
      async write() {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        return [];
      },
    };
    const channel = channelOf({ sinks: [sink] });
    const partitions = ["0", "1", "2", "3"].map((partitionId) => channel(eventHubsEvent([uid("a")], { partitionId })));
    expect((await Promise.all(partitions)).map(({ report }) => report?.stored)).toEqual([1, 1, 1, 1]);
    expect(most).toBe(1);
  });

  it("counts by the names it has on AWS, with service and stage, and never a value of an event", async () => {
    const canary = "canary-7f3a";
    const person = { deviceId: canary, macAddress: canary, userId: canary, email: canary };
    const messages = [
      bytes(locationUpdate({}, { device: person, ssid: canary })),
      bytes(locationUpdate({ recordUid: { canary } })),
      `{"recordUid":"${canary}`,
    ];
    const { lines, report } = await channelOf({ sinks: [memoryStore()] })(eventHubsEvent(messages));
    expect(Object.keys(report ?? {})).toEqual(expect.arrayContaining([...metricNames, "service"]));
    expect(lines.some(({ message }) => message === "events were rejected")).toBe(true);
    expect(JSON.stringify(lines)).not.toContain(canary);
  });

  it("says how long the oldest record has been in the hub, by the hub's clock, also of a batch it throws back", async () => {
    const away: EventSink = { write: () => Promise.reject(new Error("away")) };
    for (const sink of [memoryStore(), away]) {
      const event = eventHubsEvent(["a", "b"].map(uid), { enqueuedAt: new Date(Date.now() - 60_000).toISOString() });
      const older = { ...event.metadata, enqueuedTimeUtcArray: [now(), new Date(Date.now() - 900_000).toISOString()] };
      const { report } = await channelOf({ sinks: [sink], maxRecordAgeMs: HOUR_MS })({ ...event, metadata: older });
      expect(report?.record_age_max).toBeGreaterThanOrEqual(900_000);
      expect(report?.record_age_max).toBeLessThan(960_000);
      expect(report?.duration).toBeGreaterThanOrEqual(0);
    }
  });

  it("says a failure by its class, and nothing of what was said in it", async () => {
    const handler = functionHandler("event-hubs", () => () => Promise.reject(new RangeError("canary-7f3a")));
    const { context, lines } = invocationOf(eventHubsEvent([]));
    await expect(handler([], context)).rejects.toThrow(RangeError);
    expect(lines).toEqual([{ level: "ERROR", service: "event-hubs", message: "failed", error: "RangeError" }]);
  });

  it("says a mistake in the configuration in one sentence, without a trace", async () => {
    const handler = functionHandler("event-hubs", () => () => Promise.reject(new ConfigurationError("KEY is not set")));
    const { context, lines } = invocationOf(eventHubsEvent([]));
    const thrown: unknown = await handler([], context).catch((error: unknown) => error);
    expect(lines).toMatchObject([{ level: "ERROR", message: "KEY is not set" }]);
    expect((thrown as Error).stack).toBe("ConfigurationError: KEY is not set");
  });
});
