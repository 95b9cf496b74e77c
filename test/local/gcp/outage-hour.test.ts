/**
 * Hours without stores, by a clock that the test moves: a subscription with the back-off it is deployed with, the channel as
 * it is deployed, Firestore and Cloud Storage on real engines that are out of reach meanwhile.
 */
import { Storage } from "@google-cloud/storage";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { batchLog } from "../../../gcp/batch-log.ts";
import { cloudStorageDeadLetter } from "../../../gcp/cloud-storage-dead-letter.ts";
import { objectPut } from "../../../gcp/object-put.ts";
import { type Arrived, pubSubProcess } from "../../../gcp/pubsub/process.ts";
import { readPush } from "../../../gcp/pubsub/records.ts";
import { pushBody } from "../../../local/gcp/pubsub/message.ts";
import { type Delivery, newSubscription } from "../../../local/gcp/pubsub/subscription.ts";
import { type CloudStorage, startCloudStorage } from "../../../local/gcp/storage/server.ts";
import type { LetterLine } from "../../../shared/letter-line.ts";
import type { EventSink } from "../../../shared/ports.ts";
import { testCore } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import {
  firestoreTestStore,
  startTestFirestore,
  type TestDocuments,
  type TestFirestore,
} from "../../support/firestore.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const EVERY_MS = 5 * MINUTE_MS;
const STEP_MS = 5_000;
/** More than an hour, and not so much that a test takes long. */
const MAX_AGE_MS = 2 * HOUR_MS;
const START_MS = Date.parse("2026-03-02T10:30:00Z");
const AWAY_FROM_MS = START_MS + 10 * MINUTE_MS;
/** The longest that what waits is not tried again. */
const MOST_BACK_OFF_MS = 10 * MINUTE_MS;
const NAME = "projects/local/subscriptions/spaces";
/** Of ten records one is no event. */
const isPoison = (index: number) => index % 10 === 3;

let firestore: TestFirestore;
let storage: CloudStorage;
let buckets = 0;
beforeAll(async () => {
  [firestore, storage] = await Promise.all([startTestFirestore(), startCloudStorage()]);
});
afterAll(() => Promise.all([firestore.close(), storage.close()]));

describe("stores that are out of reach", { timeout: 60_000 }, () => {
  let store: TestDocuments;
  let bucket: string;
  beforeEach(async () => {
    const ttl = 90 * 86_400;
    store = firestoreTestStore(firestore, { historyTtlSeconds: ttl, stateTtlSeconds: ttl });
    // Before time stands still: the connection takes some.
    await store.tables();
    bucket = `letters-${buckets++}`;
    storage.createBucket(bucket);
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], now: START_MS });
  });
  afterEach(() => vi.useRealTimers());

  /** A message every five minutes until the stores have been back for an hour; what became of each. */
  async function run(away: "tables" | "all of it", awayMs: number) {
    const untilMs = AWAY_FROM_MS + awayMs;
    const count = Math.ceil((untilMs + HOUR_MS - START_MS) / EVERY_MS);
    const told = { refusals: 0, again: 0, unseen: 0, doneMs: [] as number[] };
    const reach = (what: "tables" | "objects") => {
      const isAway = Date.now() >= AWAY_FROM_MS && Date.now() < untilMs;
      if (!isAway || (away === "tables" && what === "objects")) return;
      told.refusals++;
      throw Object.assign(new Error("no"), { code: 14 });
    };
    const sink: EventSink = {
      async write(rows, deadline) {
        reach("tables");
        return store.write(rows, deadline);
      },
    };
    const client = new Storage({ projectId: "local", apiEndpoint: storage.endpoint });
    const put = objectPut(async () => client.bucket(bucket));
    const process = pubSubProcess({
      core: async () => testCore(),
      sinks: [sink],
      deadLetter: cloudStorageDeadLetter({
        pipeline: "test/1",
        async put(...letter) {
          reach("objects");
          await put(...letter);
        },
      }),
      log: batchLog("pubsub", undefined, () => {}),
      maxRecordAgeMs: MAX_AGE_MS,
      nowMs: Date.now,
    });
    const subscription = newSubscription({
      config: {
        name: NAME,
        topic: "projects/local/topics/spaces-push",
        ackDeadlineSeconds: 90,
        pushConfig: null,
        retryPolicy: { minimumBackoff: { seconds: 10, nanos: 0 }, maximumBackoff: { seconds: 600, nanos: 0 } },
        deadLetterPolicy: { deadLetterTopic: "projects/local/topics/spaces-unseen", maxDeliveryAttempts: 100 },
      },
      deadLetter: () => told.unseen++,
    });

    async function deliver(deliveries: readonly Delivery[]): Promise<void> {
      const arrived = deliveries.flatMap(({ message, attempt }): readonly Arrived[] => {
        const push = readPush(JSON.parse(pushBody(message, NAME, attempt)), Date.now());
        return push === undefined ? [] : [{ push, arrivedAtMs: Date.now() }];
      });
      const answers = await process(arrived).catch(() => []);
      for (const [index, delivery] of deliveries.entries()) {
        if (answers[index] === "acknowledged") {
          subscription.acknowledge(delivery);
          told.doneMs.push(Date.now());
        } else if (subscription.refuse(delivery) === "again") told.again++;
      }
    }

    for (let next = 0; next < count || told.doneMs.length + told.unseen < count; ) {
      for (; next < count && START_MS + next * EVERY_MS <= Date.now(); next++) {
        const atMs = START_MS + next * EVERY_MS;
        const event = locationUpdate({ recordUid: `event-${next}`, recordTimestamp: atMs });
        const data = Buffer.from(isPoison(next) ? "no event" : JSON.stringify(event));
        subscription.add({ id: `${next}`, data, attributes: {}, orderingKey: "", publishedAtMs: atMs });
      }
      const deliveries: Delivery[] = [];
      for (let one = subscription.take(); one !== undefined; one = subscription.take()) deliveries.push(one);
      if (deliveries.length > 0) await deliver(deliveries);
      await vi.advanceTimersByTimeAsync(STEP_MS);
    }
    const events = Object.values((await store.tables()).events);
    const letters = Object.groupBy(lettersIn(bucket), ({ code }) => code);
    const uids = (code: LetterLine["code"]) =>
      letters[code]?.map(({ position }) => `event-${position}`).toSorted() ?? [];
    const uidsThat = (isTrue: (atMs: number, index: number) => boolean) =>
      Array.from({ length: count }, (_, index) => index)
        .filter((index) => isTrue(START_MS + index * EVERY_MS, index))
        .map((index) => `event-${index}`)
        .toSorted();
    return {
      ...told,
      untilMs,
      stored: events.map(({ record_uid }) => String(record_uid)).toSorted(),
      codes: Object.keys(letters).toSorted(),
      exhausted: uids("retries-exhausted"),
      undecodable: uids("unknown-encoding"),
      good: uidsThat((_, index) => !isPoison(index)),
      poison: uidsThat((_, index) => isPoison(index)),
      old: uidsThat((atMs, index) => !isPoison(index) && atMs >= AWAY_FROM_MS && untilMs - atMs > MAX_AGE_MS),
    };
  }

  function lettersIn(name: string): readonly LetterLine[] {
    const lines = storage.objects(name).flatMap(({ bytes }) => bytes.toString().trim().split("\n"));
    const letters = lines.map((line) => JSON.parse(line) as LetterLine);
    return [...new Map(letters.map((letter) => [letter.position, letter])).values()];
  }

  it.each(["tables", "all of it"] as const)(
    "(%s) for an hour lead to no dead letter but of what can never be stored: every event is there when they are back",
    async (away) => {
      const told = await run(away, HOUR_MS);
      expect(told.refusals).toBeGreaterThan(20);
      expect(told.again).toBeGreaterThan(50);
      expect(told.unseen).toBe(0);
      expect(told.codes).toEqual(["unknown-encoding"]);
      expect(told.undecodable).toEqual(told.poison);
      expect(told.stored).toEqual(told.good);
      // What waited is there once its back-off has passed.
      expect(told.doneMs.filter((ms) => ms <= told.untilMs + MOST_BACK_OFF_MS).length).toBeGreaterThanOrEqual(
        Math.floor((told.untilMs - START_MS) / EVERY_MS) + 1,
      );
    },
  );

  it("(tables) for longer than the greatest age make dead letters of what is older: each event is one or stored", async () => {
    const told = await run("tables", 2 * MAX_AGE_MS + HOUR_MS);
    expect(told.exhausted.length).toBeGreaterThan(15);
    expect(told.old).toEqual(expect.arrayContaining(told.exhausted));
    expect([...told.stored, ...told.exhausted].toSorted()).toEqual(told.good);
    expect(told.undecodable).toEqual(told.poison);
    expect(told.unseen).toBe(0);
  });

  it("(all of it) for longer than that give up nothing, for nowhere could it be kept: it is stored, however old", async () => {
    const told = await run("all of it", MAX_AGE_MS + HOUR_MS);
    expect(told.codes).toEqual(["unknown-encoding"]);
    expect(told.stored).toEqual(told.good);
    expect(told.unseen).toBe(0);
  });
});
