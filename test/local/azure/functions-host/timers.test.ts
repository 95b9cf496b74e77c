/** The app as it is built, under the host: what its timers do to real storage. Needs the built bundles, as `npm test` makes them. */
import { randomUUID } from "node:crypto";
import type { ContainerClient } from "@azure/storage-blob";
import { parquetMetadata } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blobPut } from "../../../../azure/blob-put.ts";
import { hourFile } from "../../../../azure/lake/compaction/compact-hour.ts";
import { blobLanding } from "../../../../azure/lake/landing.ts";
import { noteOfDay } from "../../../../azure/lake/ledger.ts";
import { blobContainer, tableAccount } from "../../../../azure/storage.ts";
import { tableCalls } from "../../../../azure/tables/sdk-calls.ts";
import { tableStore } from "../../../../azure/tables/store.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../../../azure/tables/tables.ts";
import { type Azurite, startAzurite } from "../../../../local/azure/azurite.ts";
import { type FunctionsHost, startFunctionsHost } from "../../../../local/azure/functions-host/host.ts";
import { noDeadline } from "../../../../shared/batch/deadline.ts";
import { landing } from "../../../../shared/lake/landing.ts";
import { rowOf } from "../../../support/core.ts";
import { locationUpdate } from "../../../support/events.ts";

const TIMEOUT_MS = 120_000;
const DAY_MS = 86_400_000;
const HISTORY_TTL_DAYS = 30;
const app = new URL("../../../../dist/azure", import.meta.url).pathname;

describe("the timers of the app, under the host", { timeout: TIMEOUT_MS }, () => {
  let azurite: Azurite;
  let host: FunctionsHost;
  let lake: ContainerClient;
  beforeAll(async () => {
    azurite = await startAzurite();
    const container = async (name: string) => {
      const made = blobContainer(`${azurite.blobEndpoint}/${name}`, azurite);
      await made.create();
      return made;
    };
    lake = await container("lake");
    const other = await container("other");
    host = await startFunctionsHost({
      app,
      memoryMb: 512,
      // Nothing is read of a hub here.
      connectionString: "",
      checkpoints: other,
      settings: {
        EVENT_HUB_NAME: "spaces",
        EVENT_HUB_CONSUMER_GROUP: "tables",
        LAKE_CONSUMER_GROUP: "lake",
        LAKE_CONTAINER: lake.url,
        TABLE_ENDPOINTS: azurite.tableEndpoint,
        DEAD_LETTER_CONTAINER: other.url,
        BATCH_NOTE_CONTAINER: other.url,
        STORAGE_SHARED_KEY: `${azurite.account}:${azurite.key}`,
        HISTORY_TTL_DAYS: String(HISTORY_TTL_DAYS),
        PRIVACY_KEY: randomUUID(),
      },
    });
  }, TIMEOUT_MS);
  afterAll(async () => {
    await host.close();
    await azurite.close();
  });

  const row = (recordUid: string, recordTimestamp: number, deviceId: string) =>
    rowOf(locationUpdate({ recordUid, recordTimestamp }, { device: { deviceId } }));

  it("compact what arrived before today into a file an hour, each event once", async () => {
    const yesterday = new Date(Date.now() - DAY_MS);
    yesterday.setUTCHours(12, 0, 0, 0);
    const noonMs = yesterday.getTime();
    const rows = ["a", "b"].map((uid) => ({ ...row(uid, noonMs, "d"), received_at: noonMs + 1_000, payload: "{}" }));
    for (const [index, batch] of [rows, rows.slice(1)].entries()) {
      const sink = landing(blobLanding(blobPut(lake)), { name: "hub/0", range: [`${index}`, `${index}`] });
      expect(await sink.write(batch, noDeadline)).toEqual([]);
    }
    const { kind, logs } = await host.runTimer("compaction");
    expect(kind).toBe("returned");
    const day = yesterday.toISOString().slice(0, 10);
    expect(logs.map((line) => JSON.parse(line))).toMatchObject([
      { level: "INFO", service: "compaction", message: "done", days: [day], hours: 1, unfinished: false },
    ]);
    const file = await lake.getBlobClient(hourFile(noonMs)).downloadToBuffer();
    expect(Number(parquetMetadata(new Uint8Array(file).buffer).num_rows)).toBe(2);
    expect(await lake.getBlobClient(noteOfDay(day)).exists()).toBe(true);
  });

  it("sweep what has expired out of the tables, and leave the rest", async () => {
    const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
    for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
    /** As they were written then. */
    const write = async (uid: string, writtenMs: number) => {
      const store = tableStore({
        calls,
        historyTtlSeconds: HISTORY_TTL_DAYS * 86_400,
        stateTtlSeconds: HISTORY_TTL_DAYS * 86_400,
        historyExcludedTypes: new Set(),
        stillPositions: undefined,
        backOff: { wait: async () => {} },
        nowMs: () => writtenMs,
      });
      expect(await store.write([row(uid, writtenMs, uid)], noDeadline)).toEqual([]);
    };
    await write("old", Date.now() - 80 * DAY_MS);
    await write("recent", Date.now());
    const { kind, logs } = await host.runTimer("sweep");
    expect(kind).toBe("returned");
    expect(logs.map((line) => JSON.parse(line))).toMatchObject([
      { service: "sweep", message: "done", months: 1, index: 0, events: 0 },
    ]);
    const found = new Map<string, string>();
    for await (const table of calls.tables()) {
      const texts: string[] = [];
      for await (const entity of calls.query(table)) texts.push(JSON.stringify(entity));
      found.set(table, texts.join());
    }
    expect(found.get(STATE_TABLE)).not.toContain("old");
    expect(found.get(STATE_TABLE)).toContain("recent");
    const months = [...found.keys()].filter((table) => /^events\d/.test(table));
    expect(months).toHaveLength(1);
    expect(found.get(months[0] ?? "")).toContain("recent");
  });

  it("are those the app has, and no other function", async () => {
    await expect(host.runTimer("event-hubs")).rejects.toThrow(RangeError);
  });
});
