/** The embedded Firestore, by Google's own client. Against another engine: FIRESTORE_EMULATOR_HOST=host:port npm test. */
import { Firestore } from "@google-cloud/firestore";
import type { protos } from "@google-cloud/firestore-api";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firestoreDatabase, nobody } from "../../../../gcp/firestore/client.ts";
import { firestoreCalls } from "../../../../gcp/firestore/sdk-calls.ts";
import { startFirestore } from "../../../../local/gcp/firestore/server.ts";
import { noDeadline } from "../../../../shared/batch/deadline.ts";
import { startTestFirestore, type TestFirestore } from "../../../support/firestore.ts";

let server: TestFirestore;
let database: Firestore;
beforeAll(async () => {
  server = await startTestFirestore();
  database = clientOf(server.endpoint);
});
afterAll(async () => {
  await database.terminate();
  await server.close();
});

function clientOf(endpoint: string): Firestore {
  return new Firestore({
    projectId: `project-${Date.now()}`,
    host: endpoint,
    ssl: false,
    auth: nobody,
  });
}

/** The code a call ends with. */
async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return status.OK;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

/** Without the client's retries, of which it makes some for whatever error. */
async function query(asked: protos.google.firestore.v1.IStructuredQuery): Promise<void> {
  const { client, name } = firestoreDatabase({ project: "p", database: "(default)", emulatorHost: server.endpoint });
  const structuredQuery = { from: [{ collectionId: "state" }], ...asked };
  const request = { parent: `${name}/documents`, structuredQuery };
  const answers: AsyncIterable<unknown> = client.runQuery(request, { retryRequestOptions: { noResponseRetries: 0 } });
  try {
    for await (const _ of answers) {
      // Only how it ends is of interest.
    }
  } finally {
    await client.close();
  }
}

describe("an embedded Firestore", () => {
  it("loses no update of transactions that meet on a document", async () => {
    const counter = database.doc("things/counter");
    await counter.set({ count: 0 });
    let attempts = 0;
    const increment = () =>
      database.runTransaction(
        async (transaction) => {
          attempts++;
          const { count } = (await transaction.get(counter)).data() as { count: number };
          transaction.update(counter, { count: count + 1 });
        },
        { maxAttempts: 30 },
      );
    await Promise.all(Array.from({ length: 6 }, increment));
    expect((await counter.get()).data()).toEqual({ count: 6 });
    expect(attempts).toBeGreaterThan(6);
  });

  it("aborts a transaction whose document another wrote since it was read", async () => {
    const seen = database.doc("things/seen");
    await seen.set({ by: "nobody" });
    const attempt = database.runTransaction(
      async (transaction) => {
        await transaction.get(seen);
        await seen.set({ by: "other" });
        transaction.update(seen, { by: "transaction" });
      },
      { maxAttempts: 1 },
    );
    expect(await codeOf(attempt)).toBe(status.ABORTED);
    expect((await seen.get()).data()).toEqual({ by: "other" });
  });

  it("refuses a write whose precondition no longer holds", async () => {
    const thing = database.doc("things/thing");
    const { writeTime } = await thing.create({ at: 1 });
    await thing.update({ at: 2 });
    expect(await codeOf(thing.create({ at: 3 }))).toBe(status.ALREADY_EXISTS);
    expect(await codeOf(thing.update({ at: 3 }, { lastUpdateTime: writeTime }))).toBe(status.FAILED_PRECONDITION);
    expect(await codeOf(database.doc("things/none").update({ at: 3 }))).toBe(status.NOT_FOUND);
    expect((await thing.get()).data()).toEqual({ at: 2 });
  });

  it("takes all writes of a commit or none", async () => {
    await database.doc("things/there").set({ at: 1 });
    const batch = database.batch().create(database.doc("things/new"), { at: 1 });
    batch.create(database.doc("things/there"), { at: 2 });
    expect(await codeOf(batch.commit())).toBe(status.ALREADY_EXISTS);
    expect((await database.doc("things/new").get()).exists).toBe(false);
  });

  it("tells the status of each write of many", async () => {
    await database.doc("many/k1").set({ at: 0 });
    const writer = database.bulkWriter();
    writer.onWriteError(() => false);
    const codes = ["k0", "k1", "k2"].map((id) => codeOf(writer.create(database.collection("many").doc(id), { at: 1 })));
    await writer.close();
    expect(await Promise.all(codes)).toEqual([status.OK, status.ALREADY_EXISTS, status.OK]);
  });

  it("refuses what is too large, and ids it reserves or that are too long", async () => {
    const put = (id: string, text = "") => codeOf(database.collection("limits").doc(id).set({ text }));
    expect(await put("large", "x".repeat(1_048_520))).toBe(status.INVALID_ARGUMENT);
    expect(await put("fits", "x".repeat(1_048_400))).toBe(status.OK);
    expect(await put("__x__")).toBe(status.INVALID_ARGUMENT);
    expect(await put("x".repeat(1_501))).toBe(status.INVALID_ARGUMENT);
    expect(await put("x".repeat(1_500))).toBe(status.OK);
  });

  it("answers the query that has its index, in order and page by page, and refuses one that has none", async () => {
    const state = database.collection("state");
    await Promise.all(
      [3, 1, 2, 5, 4].map((slot) => state.doc(`d${slot}`).set({ place: slot === 5 ? "b" : "a", slot })),
    );
    const atPlace = state.where("place", "==", "a").where("slot", ">=", 2).orderBy("slot");
    const first = await atPlace.limit(2).get();
    expect(first.docs.map(({ id }) => id)).toEqual(["d2", "d3"]);
    const [, last] = first.docs;
    expect((await atPlace.startAfter(last).limit(2).get()).docs.map(({ id }) => id)).toEqual(["d4"]);
    const byId = await state.orderBy("__name__").startAt("d2").endBefore("d4").get();
    expect(byId.docs.map(({ id }) => id)).toEqual(["d2", "d3"]);
    const place = { fieldFilter: { field: { fieldPath: "place" }, op: "EQUAL", value: { stringValue: "a" } } } as const;
    const orderBy = (fieldPath: string) => [{ field: { fieldPath } }];
    expect(await codeOf(query({ where: place, orderBy: orderBy("slot") }))).toBe(status.OK);
    expect(await codeOf(query({ where: place, orderBy: orderBy("other") }))).toBe(status.FAILED_PRECONDITION);
    expect(await codeOf(query({ orderBy: orderBy("slot") }))).toBe(status.FAILED_PRECONDITION);
  });

  it("finds a document by what a field says now, and not by what it said", async () => {
    const state = database.collection("state");
    const at = async (place: string) =>
      (await state.where("place", "==", place).orderBy("slot").get()).docs.map(({ id }) => id);
    await state.doc("two").set({ place: "here", slot: 2 });
    await state.doc("one").set({ place: "here", slot: 1 });
    expect(await at("here")).toEqual(["one", "two"]);
    await state.doc("two").update({ place: "there" });
    await state.doc("three").set({ place: "there", slot: 1 });
    expect([await at("here"), await at("there")]).toEqual([["one"], ["three", "two"]]);
    await state.doc("one").delete();
    await state.doc("two").update({ place: 7 });
    expect([await at("here"), await at("there")]).toEqual([[], ["three"]]);
  });
});

describe("an embedded Firestore that cannot listen", () => {
  it("says which option to change", async () => {
    const first = await startFirestore({ port: 0 });
    const port = Number(first.endpoint.split(":")[1]);
    await expect(startFirestore({ port })).rejects.toThrow(
      `Port ${port} is in use; give another with --firestore-port`,
    );
    await first.close();
  });
});

describe("an embedded Firestore that is short of capacity", () => {
  it("refuses a share of the writes, counts the calls, and takes all again when it is over", async () => {
    const short = await startFirestore({ port: 0, throttled: true });
    const shared = firestoreDatabase({ project: "p", database: "(default)", emulatorHost: short.endpoint });
    const calls = firestoreCalls(shared);
    const documents = Array.from({ length: 100 }, (_, at) => ({
      collection: "events" as const,
      id: `e!${at}`,
      fields: { row: "{}" },
    }));
    const errors = await calls.putAll(documents, noDeadline);
    expect(errors.filter((error) => error !== undefined)).toHaveLength(2);
    expect(errors.find((error) => error !== undefined)).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(short.throttledCalls()).toBe(1);
    short.throttle(false);
    expect(await calls.putAll(documents, noDeadline)).toEqual(documents.map(() => undefined));
    await shared.client.close();
    await short.close();
  });
});
