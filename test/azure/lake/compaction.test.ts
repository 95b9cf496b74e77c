/** Compaction on a real Blob Storage engine, held against the statements Athena gets, run by DuckDB on the same files. */
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { parquetMetadata } from "hyparquet";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { blobPut } from "../../../azure/blob-put.ts";
import { arrivalsOf } from "../../../azure/lake/compaction/arrivals.ts";
import { compact } from "../../../azure/lake/compaction/compact.ts";
import { compactHour, hourFile } from "../../../azure/lake/compaction/compact-hour.ts";
import { lakeFiles } from "../../../azure/lake/compaction/lake-files.ts";
import { blobLanding } from "../../../azure/lake/landing.ts";
import { fetchLake } from "../../../cli/azure/fetch-lake.ts";
import { compactLocal } from "../../../cli/compact-local.ts";
import { openLakeDatabase } from "../../../cli/lake-database.ts";
import { read } from "../../../cli/query-duckdb.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { landing } from "../../../shared/lake/landing.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { startTestAccount, type TestAccount } from "../../support/azure.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const TODAY = "2026-03-10";
const NOON_MS = Date.UTC(2026, 2, 2, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let account: TestAccount;
let container: ContainerClient;
let folder: string;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());
beforeEach(async () => {
  container = BlobServiceClient.fromConnectionString(account.connectionString).getContainerClient(randomUUID());
  await container.create();
  folder = await mkdtemp(join(tmpdir(), "compaction-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** The full row of an event, arrived some time after it. */
function row(uid: string, occurredAtMs: number, more: Partial<Row> = {}): Row {
  const event = { recordUid: uid, recordTimestamp: occurredAtMs, spacesTenantId: "tenant-1" };
  return { ...rowOf(locationUpdate(event)), received_at: occurredAtMs + 1_000, payload: "{}", ...more };
}

let batches = 0;
/** Into the container, and into the folder of a local lake. */
async function land(...rows: readonly Row[]): Promise<void> {
  const position = String(batches++);
  const source = { name: "hub/0", range: [position, position] } as const;
  const put = blobLanding(blobPut(container));
  const both = landing(async (file, deadline) => {
    await put(file, deadline);
    await mkdir(dirname(join(folder, "local", file.key)), { recursive: true });
    await writeFile(join(folder, "local", file.key), file.bytes);
  }, source);
  expect(await both.write(rows, noDeadline)).toEqual([]);
}

const run = (deadline = noDeadline, today = TODAY, lake = lakeFiles(container)) => compact(lake, today, deadline);

async function compactedIn(directory: string) {
  const connection = await openLakeDatabase(directory, "VIEW");
  try {
    return (await read(connection, "SELECT * FROM events_compacted ORDER BY occurred_at, record_uid, tenant_id")).rows;
  } finally {
    connection.closeSync();
  }
}

let fetches = 0;
async function compacted() {
  const directory = join(folder, `fetched-${fetches++}`);
  await fetchLake(container, undefined, "compacted", directory);
  return compactedIn(directory);
}

async function sameAsAthena(): Promise<void> {
  await compactLocal(join(folder, "local"), TODAY);
  expect(await compacted()).toEqual(await compactedIn(join(folder, "local")));
}

describe("compaction of a lake on Azure", () => {
  it("leaves the rows Athena's statements leave: each event once, the newest copy, by the day it occurred", async () => {
    const twice = row("twice", NOON_MS);
    await land(
      twice,
      row("late", NOON_MS - 3 * DAY_MS, { received_at: NOON_MS }),
      newRow("bare", "ODD", 0, NOON_MS, "core"),
    );
    await land({ ...twice, received_at: NOON_MS + 9_000, ssid: "arrived last" });
    await land(
      { ...twice, tenant_id: "tenant-2" },
      { ...row("rewritten", NOON_MS), pipeline: "core/0.9.0", ssid: "older core" },
      row("rewritten", NOON_MS, { pipeline: "core/0.10.0", ssid: "newer core" }),
    );
    expect(await run()).toMatchObject({ days: ["2026-03-02"], unfinished: false });
    await sameAsAthena();
    const found = JSON.stringify(await compacted());
    expect(found).toContain("arrived last");
    expect(found).toContain("newer core");
    expect(found).not.toContain("older core");
  });

  it("finds a file that came late by the day it arrived, and does nothing when nothing came", async () => {
    await land(row("a", NOON_MS), row("b", NOON_MS + MINUTE_MS));
    await run();
    expect(await run()).toMatchObject({ days: [], hours: 0, unfinished: false });
    await land(row("a", NOON_MS), row("c", NOON_MS));
    expect(await run()).toMatchObject({ days: ["2026-03-02"], hours: 1 });
    await land(row("d", NOON_MS, { received_at: NOON_MS + 2 * DAY_MS }));
    expect(await run()).toMatchObject({ days: ["2026-03-04"], hours: 1 });
    expect(await compacted()).toHaveLength(4);
    await sameAsAthena();
  });

  it("leaves alone the day that has not ended", async () => {
    await land(row("a", Date.parse(`${TODAY}T00:00:01Z`)));
    expect(await run()).toMatchObject({ days: [], hours: 0, unfinished: false });
  });

  it("goes on where a run ended for want of time, and is asked for a day only when all of it is there", async () => {
    await land(row("a", NOON_MS), row("b", NOON_MS + 60 * MINUTE_MS));
    let looks = 0;
    const soon = { expired: () => looks++ > 0, remainingMs: () => 1 };
    expect(await run(soon)).toMatchObject({ days: [], hours: 1, unfinished: true });
    expect(await fetchLake(container, undefined, "compacted", join(folder, "half"))).toMatchObject({ files: 3 });
    expect(await run()).toMatchObject({ days: ["2026-03-02"], hours: 1, unfinished: false });
    await sameAsAthena();
  });

  it("holds no more rows at once than a slice has, and makes the same file of an hour again", async () => {
    const rows = Array.from({ length: 60 }, (_, index) => row(`uid-${index}`, NOON_MS + index * MINUTE_MS));
    await land(...rows.slice(0, 40));
    await land(...rows.slice(20));
    const lake = lakeFiles(container);
    const files = [];
    for await (const file of lake.list("events/")) files.push(file);
    const arrivals = (await arrivalsOf(files, lake)).get(NOON_MS) ?? new Map();
    const compactedOnce = async () => {
      await compactHour(NOON_MS, arrivals, lake, { maxSliceRows: 10 });
      return container.getBlobClient(hourFile(NOON_MS)).downloadToBuffer();
    };
    const first = await compactedOnce();
    const { row_groups, num_rows } = parquetMetadata(new Uint8Array(first).buffer);
    expect(Number(num_rows)).toBe(60);
    expect(Math.max(...row_groups.map((group) => Number(group.num_rows)))).toBeLessThanOrEqual(10);
    const again = await compactedOnce();
    expect(Number(parquetMetadata(new Uint8Array(again).buffer).num_rows)).toBe(60);
    expect(await compactedOnce()).toEqual(again);
  });

  describe("once a day has been compacted and two weeks have passed", () => {
    const LATER = "2026-03-17";

    async function landed(): Promise<readonly string[]> {
      const names: string[] = [];
      for await (const { name } of container.listBlobsFlat({ prefix: "events/" })) names.push(name);
      return names;
    }

    it("removes its landing, of that day alone, and what is compacted stays", async () => {
      await land(row("a", NOON_MS));
      await land(row("b", NOON_MS + DAY_MS));
      await run();
      expect(await run(noDeadline, "2026-03-16")).toMatchObject({ removed: 0 });
      expect(await run(noDeadline, LATER)).toMatchObject({ days: [], hours: 0, removed: 1 });
      expect(await landed()).toEqual([expect.stringContaining("dt=2026-03-03")]);
      expect(await run(noDeadline, LATER)).toMatchObject({ days: [], hours: 0, removed: 0 });
      expect(await compacted()).toHaveLength(2);
    });

    it("compacts first what nobody has compacted, however old it is", async () => {
      await land(row("a", NOON_MS));
      expect(await run(noDeadline, LATER)).toMatchObject({ days: ["2026-03-02"], removed: 0 });
      expect(await run(noDeadline, LATER)).toMatchObject({ days: [], removed: 1 });
      expect(await compacted()).toHaveLength(1);
    });

    it("loses nothing when it ends in the middle, and goes on with the next run", async () => {
      for (const uid of ["a", "b", "c"]) await land(row(uid, NOON_MS));
      await run();
      const lake = lakeFiles(container);
      let calls = 0;
      const cut = {
        ...lake,
        async remove(file: Parameters<typeof lake.remove>[0]) {
          if (calls++ === 1) throw new Error("ended");
          await lake.remove(file);
        },
      };
      await expect(run(noDeadline, LATER, cut)).rejects.toThrow("ended");
      expect((await landed()).length).toBeLessThan(3);
      for (let runs = 0; runs < 2; runs++) await run(noDeadline, LATER);
      expect(await landed()).toEqual([]);
      expect(await compacted()).toHaveLength(3);
    });

    it("leaves a file that was written after it looked, and compacts that, too", async () => {
      const position = String(batches);
      await land(row("a", NOON_MS));
      await run();
      const lake = lakeFiles(container);
      const overtaken = {
        ...lake,
        async remove(file: Parameters<typeof lake.remove>[0]) {
          batches = Number(position);
          await land(row("a", NOON_MS), row("b", NOON_MS));
          await lake.remove(file);
        },
      };
      await run(noDeadline, LATER, overtaken);
      expect(await landed()).toHaveLength(1);
      expect(await run(noDeadline, LATER)).toMatchObject({ days: ["2026-03-02"], hours: 1 });
      expect(await compacted()).toHaveLength(2);
    });
  });
});
