/** What the store contract cannot see: who is at a place, what expires when, and what comes of what the database refuses. */
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DocumentCalls, StoredDocument } from "../../../gcp/firestore/calls.ts";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";
import { type Collection, EVENTS, EXPIRES_AT, expiring, PLACES, STATE } from "../../../gcp/firestore/collections.ts";
import { type Document, documentBytes } from "../../../gcp/firestore/document.ts";
import { firestoreReader } from "../../../gcp/firestore/reader.ts";
import { firestoreCalls } from "../../../gcp/firestore/sdk-calls.ts";
import { firestoreStore } from "../../../gcp/firestore/store.ts";
import { GoogleStatus } from "../../../gcp/google-errors.ts";
import { startFirestore } from "../../../local/gcp/firestore/server.ts";
import { chunksOf } from "../../../shared/batch/concurrency.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import {
  firestoreTestStore,
  readTables,
  startTestFirestore,
  type TestDocuments,
  type TestFirestore,
} from "../../support/firestore.ts";
import { modelOf } from "../../support/model.ts";
import { testOptions } from "../../support/store-options.ts";

const DAY_SECONDS = 86_400;
const START = Date.UTC(2026, 2, 2, 10, 1);
const SUBJECT = { tenant: "tenant-1", kind: "device", id: "device-1" } as const;

let firestore: TestFirestore;
beforeAll(async () => {
  firestore = await startTestFirestore();
});
afterAll(() => firestore.close());

const at = (floorId: string, ms: number, uid = `event-${ms}`) =>
  rowOf(locationUpdate({ recordUid: uid, recordTimestamp: ms }, { location: { locationId: floorId } }));
const whoIsAt = async ({ calls }: TestDocuments, id: string, sinceMs: number) =>
  (await firestoreReader(calls).stateAt({ tenant: "tenant-1", id }, sinceMs)).map(({ row }) => row.record_uid);

async function documents(list: AsyncIterable<StoredDocument>): Promise<readonly StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const document of list) found.push(document);
  return found;
}

describe("who is at a place, by Firestore", () => {
  it("is who was last seen there since, and not who moved on", async () => {
    const store = firestoreTestStore(firestore);
    await store.write([at("one", START)], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([`event-${START}`]);
    expect(await whoIsAt(store, "one", START + 1)).toEqual([]);
    await store.write([at("two", START + 1_000)], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([]);
    expect(await whoIsAt(store, "two", START)).toEqual([`event-${START + 1_000}`]);
  });

  it("is found once, however many slots somebody stayed for, and again after coming back", async () => {
    const store = firestoreTestStore(firestore);
    const stays = [0, 400_000, 800_000].map((later) => at("one", START + later));
    for (const row of [...stays, at("two", START + 900_000), at("one", START + 1_000_000)])
      await store.write([row], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([`event-${START + 1_000_000}`]);
  });

  it("is where they were before a process that ended in between, and where they are once the batch came again", async () => {
    const store = firestoreTestStore(firestore);
    await store.write([at("one", START)], noDeadline);
    const dying: DocumentCalls = { ...store.calls, put: () => Promise.reject(new Error("the process ended")) };
    const row = at("two", START + 1_000);
    expect(await firestoreStore({ ...testOptions, calls: dying }).write([row], noDeadline)).toMatchObject([
      { fate: { status: "retry" } },
    ]);
    expect(await whoIsAt(store, "one", START)).toEqual([`event-${START}`]);
    await store.write([row], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([]);
    expect(await whoIsAt(store, "two", START)).toEqual([row.record_uid]);
  });

  it("is no more than one document of state, whoever writes at the same time", async () => {
    const store = firestoreTestStore(firestore);
    // The newest goes first: without a condition the last would stand.
    const seconds = [...Array(12).keys()].toReversed();
    const rows = seconds.map((second) => at(`floor-${second}`, START + second * 1_000));
    const fates = await Promise.all(rows.map((row) => store.write([row], noDeadline)));
    const again = rows.filter((_, index) => fates[index]?.length !== 0);
    for (const row of again) await store.write([row], noDeadline);
    expect(await whoIsAt(store, "floor-11", START)).toEqual([`event-${START + 11_000}`]);
    expect(await documents(store.calls.list(STATE))).toHaveLength(1);
  });
});

describe("history in Firestore", () => {
  it("answers a period, newest first, both ends included", async () => {
    const store = firestoreTestStore(firestore);
    await store.write(
      [-1, 0, 1, 2].map((step) => at("one", START + step, `step ${step}`)),
      noDeadline,
    );
    const history = await firestoreReader(store.calls).history(SUBJECT, START, START + 1);
    expect(history.map(({ record_uid }) => record_uid)).toEqual(["step 1", "step 0"]);
  });

  it("is read to its end, page after page", async () => {
    const store = firestoreTestStore(firestore);
    const rows = Array.from({ length: 1_203 }, (_, second) => at("one", START + second * 1_000));
    expect(await store.write(rows, noDeadline)).toEqual([]);
    expect(await firestoreReader(store.calls).history(SUBJECT, START, START + 2_000_000)).toHaveLength(rows.length);
  });

  it("expires so long after the event, a person's state does, and what a place says of itself never", async () => {
    const store = firestoreTestStore(firestore, { stateTtlSeconds: 2 * DAY_SECONDS });
    await store.write([at("one", START)], noDeadline);
    const expiry = async (collection: Collection) =>
      (await documents(store.calls.list(collection))).map(({ fields }) => fields[EXPIRES_AT]);
    expect(await expiry(EVENTS)).toEqual([new Date(START + DAY_SECONDS * 1_000)]);
    expect(await expiry(STATE)).toEqual([new Date(START + 2 * DAY_SECONDS * 1_000)]);
    expect(await expiry(PLACES)).toEqual([undefined]);
    expect(expiring).toEqual([EVENTS, STATE]);
  });
});

describe("what Firestore does not take", () => {
  it("is rejected before it is sent where it is too large, and keeps no other", async () => {
    const store = firestoreTestStore(firestore);
    const row = { ...at("one", START, "large"), labels: { text: "x".repeat(1_048_600) } };
    const failures = await store.write([row, at("one", START + 1, "small")], noDeadline);
    expect(failures).toMatchObject([
      { index: 0, fate: { status: "rejected", rejection: { stage: "write", code: "item-too-large" } } },
    ]);
    expect((await firestoreReader(store.calls).allEvents()).map(({ record_uid }) => record_uid)).toEqual(["small"]);
  });

  it("is measured as the database measures it", async () => {
    const store = firestoreTestStore(firestore);
    const document = (length: number): Document => ({
      collection: EVENTS,
      id: "t!device!d!1!é",
      fields: { row: "x".repeat(length), at: new Date(START), count: 3 },
    });
    const most = 1_048_576 - documentBytes(document(0));
    await store.calls.put(document(most), undefined, noDeadline);
    const refused = store.calls.put({ ...document(most + 1), id: "t!device!d!2!é" }, undefined, noDeadline);
    await expect(refused).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
  });

  it("goes again without the rest of its call where it may pass, and is retried where it does not", async () => {
    const store = firestoreTestStore(firestore);
    const sent: number[] = [];
    const passing: DocumentCalls = {
      ...store.calls,
      async putAll(given, deadline) {
        if (given[0]?.collection !== EVENTS) return store.calls.putAll(given, deadline);
        sent.push(given.length);
        const [first, ...others] = given;
        const errors = await store.calls.putAll(others, deadline);
        return [first && new GoogleStatus(status.RESOURCE_EXHAUSTED), ...errors];
      },
    };
    const rows = [0, 1, 2].map((step) => at("one", START + step));
    expect(await firestoreStore({ ...testOptions, calls: passing }).write(rows, noDeadline)).toEqual([
      {
        index: 0,
        fate: { status: "retry", message: "the history collection did not take the document (RESOURCE_EXHAUSTED)" },
      },
    ]);
    expect(sent).toEqual([3, 1, 1, 1, 1, 1]);
  });

  it("costs one document its fate where a whole call is refused for its sake", async () => {
    const store = firestoreTestStore(firestore);
    const refusing: DocumentCalls = {
      ...store.calls,
      async putAll(given, deadline) {
        if (given.some(({ id }) => id.endsWith("!bad"))) throw new GoogleStatus(status.INVALID_ARGUMENT);
        return store.calls.putAll(given, deadline);
      },
    };
    const rows = [at("one", START, "good"), at("one", START + 1, "bad"), at("one", START + 2, "best")];
    expect(await firestoreStore({ ...testOptions, calls: refusing }).write(rows, noDeadline)).toMatchObject([
      { index: 1, fate: { status: "rejected", rejection: { code: "write-refused" } } },
    ]);
    const { events, state } = await store.tables();
    expect(Object.keys(events)).toHaveLength(2);
    expect(Object.values(state).map(({ row }) => row.record_uid)).toEqual(["best"]);
  });

  it("is not taken for written where the answer does not say so of every document", async () => {
    const batchWrite = async () => [{ status: [{ code: 0 }], writeResults: [{}] }] as never;
    const client = {
      ...firestoreDatabase({ project: "p", database: "d", emulatorHost: "127.0.0.1:1" }).client,
      batchWrite,
    };
    const calls = firestoreCalls({ client: client as never, name: "projects/p/databases/d" });
    const document = (id: string): Document => ({ collection: EVENTS, id, fields: {} });
    expect(await calls.putAll([document("a"), document("b")], noDeadline)).toMatchObject([
      undefined,
      { code: status.UNAVAILABLE },
    ]);
    const puts = ["a", "b"].map((id) => calls.put(document(id), undefined, noDeadline));
    expect((await Promise.allSettled(puts)).map(({ status: end }) => end)).toEqual(["fulfilled", "rejected"]);
  });

  it("is retried where the time is up", async () => {
    const store = firestoreTestStore(firestore);
    const expired = { expired: () => true, remainingMs: () => 0 };
    expect(await store.write([at("one", START)], expired)).toMatchObject([{ index: 0, fate: { status: "retry" } }]);
  });
});

describe("a Firestore short of capacity", () => {
  it("ends in the tables a plain model ends in, once what it did not take has come again", async () => {
    const short = await startFirestore({ port: 0, throttled: true });
    const database = firestoreDatabase({ project: "p", database: "(default)", emulatorHost: short.endpoint });
    const calls = firestoreCalls(database);
    const rows = Array.from({ length: 300 }, (_, second) =>
      rowOf(
        locationUpdate(
          { recordUid: `event-${second}`, recordTimestamp: START + second * 1_000 },
          { device: { deviceId: `device-${second % 40}` } },
        ),
      ),
    );
    const store = firestoreStore({ ...testOptions, calls });
    let left: readonly Row[] = rows;
    let rounds = 0;
    while (left.length > 0) {
      const failures = await Promise.all(chunksOf(left, 50).map((some) => store.write(some, noDeadline)));
      const again = new Set(failures.flatMap((failed, chunk) => failed.map(({ index }) => chunk * 50 + index)));
      for (const { fate } of failures.flat()) expect(fate.status).toBe("retry");
      left = left.filter((_, index) => again.has(index));
      expect(++rounds).toBeLessThan(20);
    }
    expect(short.throttledCalls()).toBeGreaterThan(0);
    expect(await readTables(calls)).toEqual(modelOf(rows));
    await database.client.close();
    await short.close();
  });
});
