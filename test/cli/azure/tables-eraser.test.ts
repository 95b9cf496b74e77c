/** What is taken out of Table Storage, on a real engine: all of one subject, and nothing of another. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { tableAccount } from "../../../azure/storage.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";
import { tableStore } from "../../../azure/tables/store.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../../azure/tables/tables.ts";
import { tableEraser } from "../../../cli/azure/tables-eraser.ts";
import { type Azurite, startAzurite } from "../../../local/azure/azurite.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.close());

it("takes a subject out of state, history and every place it has left, and nothing of another tenant", async () => {
  const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
  for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
  const index = async () => {
    const places: string[] = [];
    for await (const { partitionKey } of calls.query(BY_PLACE_TABLE)) places.push(partitionKey.split("!")[0] ?? "");
    return places;
  };
  const at = Date.now();
  const row = (uid: string, tenant: string, seenAtMs: number) => ({
    ...rowOf(locationUpdate({ recordUid: uid, recordTimestamp: seenAtMs, spacesTenantId: tenant })),
    received_at: at,
  });
  const rows = [row("a", "t", at - 7_200_000), row("b", "t", at), row("c", "t2", at)];
  const store = tableStore({
    calls,
    historyTtlSeconds: 864_000,
    stateTtlSeconds: 864_000,
    historyExcludedTypes: new Set(),
    stillPositions: undefined,
    backOff: { wait: async () => {} },
    nowMs: Date.now,
  });
  for (const each of rows) expect(await store.write([each], noDeadline)).toEqual([]);
  const { subject_id: id, subject_kind: kind } = rows[0] as (typeof rows)[0];
  const stale = {
    partitionKey: "t!left",
    rowKey: `${String(Math.floor(at / 1_000)).padStart(10, "0")}!${kind}!${id}!position`,
  };
  await calls.upsert(BY_PLACE_TABLE, stale, noDeadline);
  const eraser = tableEraser(calls);
  expect(await eraser.subject({ tenant: "t", kind, id })).toBe(3);
  expect(await index()).toEqual(["t2"]);
  expect(await eraser.subject({ tenant: "t", kind, id })).toBe(0);
});

it("takes what a place says of itself, and not that of one whose id begins with its", async () => {
  const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
  await calls.createTable(PLACES_TABLE, noDeadline);
  for (const rowKey of ["floor!1", "floor!2", "floor-2!1"])
    await calls.upsert(PLACES_TABLE, { partitionKey: "places", rowKey, facts: "{}" }, noDeadline);
  expect(await tableEraser(calls).place({ tenant: "places", id: "floor" })).toBe(2);
  const left: string[] = [];
  for await (const { partitionKey, rowKey } of calls.query(PLACES_TABLE))
    if (partitionKey === "places") left.push(rowKey);
  expect(left).toEqual(["floor-2!1"]);
});
