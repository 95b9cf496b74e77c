import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TableCalls } from "../../../azure/tables/calls.ts";
import { tableReader } from "../../../azure/tables/reader.ts";
import { tableStore } from "../../../azure/tables/store.ts";
import { sweep } from "../../../azure/tables/sweep.ts";
import { BY_PLACE_TABLE } from "../../../azure/tables/tables.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { startTestAccount, type TestAccount, type TestTables, tableTestStore } from "../../support/azure.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { testOptions } from "../../support/store-options.ts";

const DAY_SECONDS = 86_400;
const HOUR_MS = 3_600_000;
const START = Date.now() - HOUR_MS;

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

const at = (floorId: string, ms: number, uid = `event-${ms}`) =>
  rowOf(locationUpdate({ recordUid: uid, recordTimestamp: ms }, { location: { locationId: floorId } }));
const readerOf = ({ calls }: TestTables) => tableReader({ calls, historyTtlSeconds: DAY_SECONDS, nowMs: Date.now });
const whoIsAt = async (store: TestTables, id: string, sinceMs: number) =>
  (await readerOf(store).stateAt({ tenant: "tenant-1", id }, sinceMs)).map(({ row }) => row.record_uid);

async function entries({ calls }: TestTables): Promise<number> {
  let count = 0;
  for await (const _ of calls.query(BY_PLACE_TABLE)) count++;
  return count;
}

describe("who is at a place, by Table Storage", () => {
  it("is who was last seen there since, and not who moved on", async () => {
    const store = await tableTestStore(account);
    await store.write([at("one", START)], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([`event-${START}`]);
    expect(await whoIsAt(store, "one", START + 1)).toEqual([]);
    await store.write([at("two", START + 1_000)], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([]);
    expect(await whoIsAt(store, "two", START)).toEqual([`event-${START + 1_000}`]);
  });

  it("is found once, however many slots somebody stayed for, and again after coming back", async () => {
    const store = await tableTestStore(account);
    const stays = [0, 400_000, 800_000].map((later) => at("one", START + later));
    for (const row of [...stays, at("two", START + 900_000), at("one", START + 1_000_000)])
      await store.write([row], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([`event-${START + 1_000_000}`]);
  });

  it("is found after a process that ended between the index and the state, and the batch that came again", async () => {
    const store = await tableTestStore(account);
    const dying: TableCalls = { ...store.calls, insert: () => Promise.reject(new Error("the process ended")) };
    const row = at("one", START);
    expect(await tableStore({ ...testOptions, calls: dying }).write([row], noDeadline)).toMatchObject([
      { fate: { status: "retry" } },
    ]);
    expect(await whoIsAt(store, "one", START)).toEqual([]);
    await store.write([row], noDeadline);
    expect(await whoIsAt(store, "one", START)).toEqual([row.record_uid]);
  });

  it("costs no write to the index while somebody stays in a slot", async () => {
    const store = await tableTestStore(account);
    const slot = Math.floor(START / 300_000) * 300_000;
    for (const later of [0, 1_000, 2_000]) await store.write([at("one", slot + later)], noDeadline);
    expect(await entries(store)).toBe(1);
  });

  it("keeps what is current and loses what is stale when it is swept, once a write may no longer be under way", async () => {
    const store = await tableTestStore(account);
    await store.write([at("one", START)], noDeadline);
    await store.write([at("two", START + 1_000)], noDeadline);
    expect(await sweep(store.calls, Date.now(), DAY_SECONDS)).toMatchObject({ index: 0 });
    expect(await sweep(store.calls, Date.now() + 2 * HOUR_MS, DAY_SECONDS)).toMatchObject({ index: 1, state: 0 });
    expect(await whoIsAt(store, "two", START)).toEqual([`event-${START + 1_000}`]);
    expect(await entries(store)).toBe(1);
  });
});

describe("history in a table per month", () => {
  const uid = async (store: TestTables, fromMs: number, toMs: number) =>
    (await readerOf(store).history({ tenant: "tenant-1", kind: "device", id: "device-1" }, fromMs, toMs)).map(
      ({ record_uid }) => record_uid,
    );

  it("answers a period across tables, newest first, both ends included", async () => {
    const store = await tableTestStore(account);
    const old = START - 400 * DAY_SECONDS * 1_000;
    const ahead = START + 100 * DAY_SECONDS * 1_000;
    await store.write([at("one", old, "old"), at("one", START, "now"), at("one", ahead, "ahead")], noDeadline);
    expect(await uid(store, 0, ahead)).toEqual(["ahead", "now", "old"]);
    expect(await uid(store, START, START)).toEqual(["now"]);
    expect(await uid(store, START + 1, ahead - 1)).toEqual([]);
  });

  it("makes no table for the month of a clock that is wrong", async () => {
    const store = await tableTestStore(account);
    await store.write(
      [1, 2, 3].flatMap((year) => [at("one", year * 365 * DAY_SECONDS * 1_000), at("one", START + year * 1e11)]),
      noDeadline,
    );
    const tables: string[] = [];
    for await (const table of store.calls.tables()) tables.push(table);
    expect(tables.toSorted()).toEqual(["byplace", "eventsearly", "eventslate", "places", "state"]);
  });

  it("expires by dropping the month, and takes expired state along", async () => {
    const store = await tableTestStore(account);
    await store.write([at("one", START, "now")], noDeadline);
    expect(await sweep(store.calls, Date.now(), DAY_SECONDS)).toEqual({ months: 0, events: 0, state: 0, index: 0 });
    const later = Date.now() + 40 * DAY_SECONDS * 1_000;
    expect(await sweep(store.calls, later, DAY_SECONDS)).toEqual({ months: 1, events: 0, state: 1, index: 1 });
    expect((await store.tables()).events).toEqual({});
    expect((await store.tables()).state).toEqual({});
  });
});
