/**
 * Hours without storage, by a clock that the test moves: the host's loop with the trigger's own retry policy, the channel as it
 * is deployed, its stores on a real engine that is out of reach meanwhile.
 */
import { randomUUID } from "node:crypto";
import type { ReceivedEventData } from "@azure/event-hubs";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { blobDeadLetter } from "../../../../azure/blob-dead-letter.ts";
import { blobPut } from "../../../../azure/blob-put.ts";
import { blobBatchNotes } from "../../../../azure/event-hubs/batch-notes.ts";
import { eventHubsProcess } from "../../../../azure/event-hubs/process.ts";
import { hubTrigger } from "../../../../azure/event-hubs/trigger.ts";
import { functionHandler } from "../../../../azure/function-handler.ts";
import { newPartitionPump } from "../../../../local/azure/functions-host/partition-pump.ts";
import { policyOf } from "../../../../local/azure/functions-host/retry-policy.ts";
import type { LetterLine } from "../../../../shared/letter-line.ts";
import type { EventSink } from "../../../../shared/ports.ts";
import { startTestAccount, type TestAccount, type TestTables, tableTestStore } from "../../../support/azure.ts";
import { testCore } from "../../../support/core.ts";
import { eventHubsEvent, invocationOf } from "../../../support/event-hubs.ts";
import { locationUpdate } from "../../../support/events.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const EVERY_MS = 5 * MINUTE_MS;
/** More than an hour, and not so much that a test takes long. */
const MAX_AGE_MS = 2 * HOUR_MS;
const START_MS = Date.parse("2026-03-02T10:30:00Z");
const AWAY_FROM_MS = START_MS + 10 * MINUTE_MS;
/** Of ten records one is no event. */
const isPoison = (index: number) => index % 10 === 3;

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

describe("storage that is out of reach", () => {
  let store: TestTables;
  let container: ContainerClient;
  beforeEach(async () => {
    store = await tableTestStore(account, { historyTtlSeconds: 90 * 86_400, stateTtlSeconds: 90 * 86_400 });
    container = BlobServiceClient.fromConnectionString(account.connectionString).getContainerClient(randomUUID());
    await container.create();
    vi.useFakeTimers({ toFake: ["Date"], now: START_MS });
  });
  afterEach(() => vi.useRealTimers());

  /** A record every five minutes until storage has been back for an hour; what became of each. */
  async function run(away: "tables" | "all of it", awayMs: number) {
    const untilMs = AWAY_FROM_MS + awayMs;
    const count = Math.ceil((untilMs + HOUR_MS - START_MS) / EVERY_MS);
    const records = Array.from({ length: count }, (_, index) => {
      const atMs = START_MS + index * EVERY_MS;
      const event = locationUpdate({ recordUid: `event-${index}`, recordTimestamp: atMs });
      const body = Buffer.from(isPoison(index) ? "no event" : JSON.stringify(event));
      return { body, sequenceNumber: index, enqueuedTimeUtc: new Date(atMs) } as ReceivedEventData;
    });
    const told = { refusals: 0, again: 0, lost: 0, doneMs: [] as number[], checkpoint: -1 };
    const reach = (what: "tables" | "blobs") => {
      const isAway = Date.now() >= AWAY_FROM_MS && Date.now() < untilMs;
      if (!isAway || (away === "tables" && what === "blobs")) return;
      told.refusals++;
      throw Object.assign(new Error("no"), { name: "RestError", statusCode: 503 });
    };
    const sink: EventSink = {
      async write(rows, deadline) {
        reach("tables");
        return store.write(rows, deadline);
      },
    };
    const put = blobPut(container);
    const notes = blobBatchNotes(container, "notes/");
    const handler = functionHandler("event-hubs", () =>
      eventHubsProcess({
        core: async () => testCore(),
        sinks: () => [sink],
        deadLetter: blobDeadLetter({
          pipeline: "test/1",
          async put(...letter) {
            reach("blobs");
            await put(...letter);
          },
        }),
        notes: {
          async get(batch) {
            reach("blobs");
            return notes.get(batch);
          },
          async put(batch, note) {
            reach("blobs");
            await notes.put(batch, note);
          },
          async delete(batch) {
            reach("blobs");
            await notes.delete(batch);
          },
        },
        backOff: { wait: async () => {} },
        maxRecordAgeMs: MAX_AGE_MS,
      }),
    );
    const pump = newPartitionPump({
      partitionId: "0",
      settings: { minEventBatchSize: 1, maxEventBatchSize: 4_000 },
      policy: policyOf(hubTrigger("ANY").retry),
      async invoke({ events }) {
        const { metadata, messages } = eventHubsEvent(
          events.map(({ body }) => body),
          { partitionId: "0", firstSequenceNumber: events[0]?.sequenceNumber ?? 0 },
        );
        const enqueuedTimeUtcArray = events.map(({ enqueuedTimeUtc }) => enqueuedTimeUtc.toISOString());
        const { context } = invocationOf({ messages, metadata: { ...metadata, enqueuedTimeUtcArray }, nowMs: 0 });
        return handler(messages, context).then(
          () => ({ kind: "returned", logs: [] }) as const,
          ({ message }: Error) => ({ kind: "failed", message, logs: [] }) as const,
        );
      },
      sleep: async (ms) => void vi.setSystemTime(Date.now() + ms),
      checkpoint: async ({ sequenceNumber }) => {
        told.checkpoint = sequenceNumber;
      },
      executed({ events, next }) {
        if (next === "done") told.doneMs.push(...events.map(() => Date.now()));
        else told[next]++;
      },
    });
    for (let next = 0; next < count; ) {
      vi.setSystemTime(Math.max(Date.now(), records[next]?.enqueuedTimeUtc.getTime() ?? 0));
      const come = records.slice(next).filter(({ enqueuedTimeUtc }) => enqueuedTimeUtc.getTime() <= Date.now());
      await pump.receive(come);
      next += come.length;
    }
    const events = Object.values((await store.tables()).events);
    const letters = Object.groupBy(await lettersIn(), ({ code }) => code);
    const positionsOf = (code: LetterLine["code"]) => letters[code]?.map(({ position }) => position).toSorted() ?? [];
    const indexes = [...records.keys()];
    return {
      ...told,
      untilMs,
      stored: events.map(({ record_uid }) => String(record_uid)).toSorted(),
      codes: Object.keys(letters).toSorted(),
      exhausted: positionsOf("retries-exhausted"),
      undecodable: positionsOf("unknown-encoding"),
      /** Of the records that are events, those of which it is true. */
      eventsThat: (isTrue: (atMs: number) => boolean) =>
        indexes.filter((index) => !isPoison(index) && isTrue(START_MS + index * EVERY_MS)),
      poison: indexes
        .filter(isPoison)
        .map((index) => `0_${index}`)
        .toSorted(),
    };
  }

  async function lettersIn(): Promise<readonly LetterLine[]> {
    const letters = new Map<string, LetterLine>();
    for await (const { name } of container.listBlobsFlat()) {
      expect(name).not.toMatch(/^notes\//);
      const text = (await container.getBlobClient(name).downloadToBuffer()).toString();
      for (const line of text.trim().split("\n")) {
        const letter = JSON.parse(line) as LetterLine;
        letters.set(letter.position, letter);
      }
    }
    return [...letters.values()];
  }

  const uids = (indexes: readonly number[]) => indexes.map((index) => `event-${index}`).toSorted();

  it.each(["tables", "all of it"] as const)(
    "(%s) for an hour leads to no dead letter but of what can never be stored: every event is there when it is back",
    async (away) => {
      const told = await run(away, HOUR_MS);
      expect(told.refusals).toBeGreaterThan(100);
      expect(told.again).toBeGreaterThan(50);
      expect(told.lost).toBe(0);
      expect(told.codes).toEqual(["unknown-encoding"]);
      expect(told.undecodable).toEqual(told.poison);
      expect(told.stored).toEqual(uids(told.eventsThat(() => true)));
      expect(told.checkpoint).toBe(told.doneMs.length - 1);
      expect(told.doneMs.filter((ms) => ms >= AWAY_FROM_MS && ms < told.untilMs)).toEqual([]);
      // What waited is there a minute after it is back.
      expect(told.doneMs.filter((ms) => ms < told.untilMs + MINUTE_MS)).toHaveLength(
        Math.floor((told.untilMs - START_MS) / EVERY_MS) + 1,
      );
    },
  );

  it("(tables) for longer than the greatest age makes dead letters of what is older: each event is one or stored, if not both", async () => {
    const told = await run("tables", 2 * MAX_AGE_MS + HOUR_MS);
    const isOld = (atMs: number) => atMs >= AWAY_FROM_MS && told.untilMs - atMs > MAX_AGE_MS;
    const old = told.eventsThat(isOld).map((index) => `0_${index}`);
    expect(told.exhausted.length).toBeGreaterThan(15);
    expect(old).toEqual(expect.arrayContaining(told.exhausted));
    // A batch of which some are old and some are not comes again, and is stored whole once the tables are back: its old
    // ones are letters as well, and to put those again changes nothing.
    const given = told.exhausted.map((position) => position.replace("0_", "event-"));
    expect([...new Set([...told.stored, ...given])].toSorted()).toEqual(uids(told.eventsThat(() => true)));
    expect(given.some((uid) => !told.stored.includes(uid))).toBe(true);
    expect(told.undecodable).toEqual(told.poison);
    expect(told.lost).toBe(0);
  });

  it("(all of it) for longer than that gives up nothing, for nowhere could it be kept: it is stored, however old", async () => {
    const told = await run("all of it", MAX_AGE_MS + HOUR_MS);
    expect(told.codes).toEqual(["unknown-encoding"]);
    expect(told.stored).toEqual(uids(told.eventsThat(() => true)));
  });
});
