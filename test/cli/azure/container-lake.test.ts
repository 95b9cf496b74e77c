/** What commands read of the lake on a real Blob Storage engine: landing, and what is compacted where landing has gone. */
import { randomUUID } from "node:crypto";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { blobPut } from "../../../azure/blob-put.ts";
import { compact } from "../../../azure/lake/compaction/compact.ts";
import { forgetInFiles } from "../../../azure/lake/compaction/forget.ts";
import { lakeFiles } from "../../../azure/lake/compaction/lake-files.ts";
import { blobLanding } from "../../../azure/lake/landing.ts";
import { containerLake } from "../../../cli/azure/container-lake.ts";
import type { LakePage } from "../../../cli/stage/lake.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { landing } from "../../../shared/lake/landing.ts";
import type { Row } from "../../../shared/row.ts";
import { startTestAccount, type TestAccount } from "../../support/azure.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const NOON_MS = Date.UTC(2026, 2, 2, 12);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const { signal } = new AbortController();

let account: TestAccount;
let container: ContainerClient;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());
beforeEach(async () => {
  container = BlobServiceClient.fromConnectionString(account.connectionString).getContainerClient(randomUUID());
  await container.create();
});

function row(uid: string, receivedAtMs: number, occurredAtMs = receivedAtMs - 1_000): Row {
  const event = { recordUid: uid, recordTimestamp: occurredAtMs, spacesTenantId: "tenant-1" };
  const device = { device: { deviceId: uid.split(" ")[0] } };
  return { ...rowOf(locationUpdate(event, device)), received_at: receivedAtMs, payload: "{}" };
}

let batches = 0;
async function land(...rows: readonly Row[]): Promise<void> {
  const position = String(batches++);
  const source = { name: "hub/0", range: [position, position] } as const;
  expect(await landing(blobLanding(blobPut(container)), source).write(rows, noDeadline)).toEqual([]);
}

/** As the term of landing does. */
async function landingIsGone(): Promise<void> {
  for await (const { name } of container.listBlobsFlat({ prefix: "events/" })) await container.deleteBlob(name);
}

async function uidsOf(fromMs: number, toMs: number): Promise<readonly string[]> {
  const pages: LakePage[] = [];
  await containerLake(container).read({ fromMs, toMs }, async (page) => void pages.push(page), signal);
  expect(pages.map(({ reachedMs }) => reachedMs)).toEqual(pages.map(({ reachedMs }) => reachedMs).sort());
  expect(pages.at(-1)?.reachedMs).toBe(toMs);
  const rows = pages.flatMap((page) => page.rows);
  expect(rows.every(({ payload }) => payload === undefined)).toBe(true);
  return rows.map(({ record_uid }) => record_uid);
}

describe("the lake in a container", () => {
  it("gives what arrived in a span, from landing and, where that has gone, from what is compacted", async () => {
    await land(row("before", NOON_MS - 1), row("first", NOON_MS), row("next", NOON_MS + HOUR_MS));
    await land(row("late", NOON_MS + HOUR_MS, NOON_MS - 5 * HOUR_MS), row("after", NOON_MS + 2 * HOUR_MS));
    const span = [NOON_MS, NOON_MS + 2 * HOUR_MS] as const;
    expect(new Set(await uidsOf(...span))).toEqual(new Set(["first", "next", "late"]));
    await compact(lakeFiles(container), "2026-03-10", noDeadline);
    await landingIsGone();
    expect((await uidsOf(...span)).toSorted()).toEqual(["first", "late", "next"]);
    await land(row("today", NOON_MS + 20 * DAY_MS));
    expect((await uidsOf(...span)).toSorted()).toEqual(["first", "late", "next"]);
    expect(await uidsOf(NOON_MS + 20 * DAY_MS, NOON_MS + 20 * DAY_MS + 1)).toEqual(["today"]);
  });

  it("leaves out whoever was forgotten, though landing has them still", async () => {
    await land(row("gone 1", NOON_MS), row("stays 1", NOON_MS));
    const whom = { kind: "device", id: "gone", tenant: "tenant-1", atMs: NOON_MS + HOUR_MS } as const;
    await forgetInFiles(lakeFiles(container), whom, true);
    expect(await uidsOf(NOON_MS, NOON_MS + 1)).toEqual(["stays 1"]);
    const find = (uid: string) => containerLake(container).find(uid, { fromMs: NOON_MS, toMs: NOON_MS + 1 }, signal);
    expect(await find("gone 1")).toEqual([]);
    expect(await find("stays 1")).toEqual([
      {
        row: expect.objectContaining({ record_uid: "stays 1", payload: "{}" }),
        at: expect.stringContaining("events/"),
      },
    ]);
  });
});
