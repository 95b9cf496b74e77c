/** The lake's function: what lands, what it keeps letters of, and that the tables' batches and its own are told apart. */
import { parquetReadObjects } from "hyparquet";
import { describe, expect, it } from "vitest";
import { functionHandler } from "../../../azure/function-handler.ts";
import { lakeConfiguration } from "../../../azure/lake/configuration.ts";
import { lakeProcess } from "../../../azure/lake/process.ts";
import { ConfigurationError } from "../../../runtime/configuration.ts";
import type { BatchNotes } from "../../../shared/batch/batch-note.ts";
import type { PutFile } from "../../../shared/lake/landing.ts";
import { memoryDeadLetter, testCore } from "../../support/core.ts";
import { eventHubsEvent, invocationOf } from "../../support/event-hubs.ts";
import { locationUpdate } from "../../support/events.ts";

const HOUR_MS = 3_600_000;

const noNotes: BatchNotes = { get: async () => undefined, put: async () => {}, delete: async () => {} };

function lake(put?: PutFile, notes = noNotes) {
  const files = new Map<string, Uint8Array>();
  const deadLetter = memoryDeadLetter();
  const handler = functionHandler("lake", () =>
    lakeProcess({
      core: async () => testCore(),
      put: put ?? (async ({ key, bytes }) => files.set(key, bytes)),
      deadLetter,
      notes,
      backOff: { wait: async () => {} },
      maxRecordAgeMs: HOUR_MS,
    }),
  );
  return {
    files,
    deadLetter,
    async process(messages: readonly unknown[], enqueuedAt = new Date().toISOString()) {
      const event = eventHubsEvent(messages, { enqueuedAt });
      const { context, lines } = invocationOf(event);
      const error: unknown = await handler(messages, context).catch((thrown: unknown) => thrown);
      return { error, lines, report: lines.find(({ message }) => message === "batch") };
    },
  };
}

const event = (recordUid: string) => Buffer.from(JSON.stringify(locationUpdate({ recordUid })));

describe("the lake's function on the hub", () => {
  it("lands a batch as one file, named after hub, partition and range, under a line of its own in the log", async () => {
    const { process, files } = lake();
    const { report } = await process([event("a"), event("b")], "2026-03-01T23:59:59");
    expect(report).toMatchObject({ service: "lake", stored: 2 });
    expect([...files.keys()]).toEqual(["events/dt=2026-03-01/hour=23/spaces-3-3_100-3_101.parquet"]);
    const [bytes = new Uint8Array()] = files.values();
    const rows = await parquetReadObjects({ file: new Uint8Array(bytes).buffer, columns: ["record_uid"] });
    expect(rows).toEqual([{ record_uid: "a" }, { record_uid: "b" }]);
  });

  it("lands each part of a batch that is cut after a death in a file of its own", async () => {
    const died = { cuts: [], deaths: {}, underWay: "3_100" };
    const { process, files } = lake(undefined, { ...noNotes, get: async () => died });
    await process([event("a"), event("b"), event("c")], "2026-03-01T23:59:59");
    const folder = "events/dt=2026-03-01/hour=23";
    expect([...files.keys()]).toEqual([
      `${folder}/spaces-3-3_100-3_101.parquet`,
      `${folder}/spaces-3-3_102-3_102.parquet`,
    ]);
  });

  it("passes over what nobody can read: the tables' function has the letter", async () => {
    const { process, deadLetter } = lake();
    const { error, report } = await process([event("a"), "no event"]);
    expect(error).toBeUndefined();
    expect(report).toMatchObject({ stored: 1, ignored: 1, rejected: 0 });
    expect(deadLetter.letters).toEqual([]);
  });

  it("throws while the lake takes no file, and keeps as a letter what it could not take for too long", async () => {
    const { process, deadLetter } = lake(() => Promise.reject(new Error("away")));
    const first = await process([event("a")]);
    expect(first.error).toMatchObject({ name: "BatchNotDone" });
    expect(deadLetter.letters).toEqual([]);
    const late = await process([event("a")], new Date(Date.now() - 2 * HOUR_MS).toISOString());
    expect(late.error).toBeUndefined();
    expect(deadLetter.letters).toMatchObject([{ position: "3_100", code: "retries-exhausted" }]);
  });

  it("wants a consumer group of its own where there is a lake", () => {
    const environment = {
      LAKE_CONTAINER: "https://spaces.blob.core.windows.net/lake",
      DEAD_LETTER_CONTAINER: "https://spaces.blob.core.windows.net/dead-letters",
      BATCH_NOTE_CONTAINER: "https://spaces.blob.core.windows.net/batch-notes",
      PRIVACY_KEY: "0123456789abcdef0123456789abcdef",
    };
    expect(() => lakeConfiguration(environment)).toThrow(ConfigurationError);
    expect(lakeConfiguration({ ...environment, LAKE_CONSUMER_GROUP: "lake" })).toMatchObject({
      lakeContainer: environment.LAKE_CONTAINER,
    });
  });
});
