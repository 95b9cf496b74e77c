/** `spaces forget --cloud azure` on real engines, held against what a local lake forgets by Athena's statements. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { blobPut } from "../../../azure/blob-put.ts";
import { compact } from "../../../azure/lake/compaction/compact.ts";
import { forgetInFiles } from "../../../azure/lake/compaction/forget.ts";
import { type LakeFiles, lakeFiles } from "../../../azure/lake/compaction/lake-files.ts";
import { blobLanding } from "../../../azure/lake/landing.ts";
import { tableAccount } from "../../../azure/storage.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";
import { tableStore } from "../../../azure/tables/store.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../../azure/tables/tables.ts";
import { fetchLake } from "../../../cli/azure/fetch-lake.ts";
import { register } from "../../../cli/forget.ts";
import { openLakeDatabase } from "../../../cli/lake-database.ts";
import { openLake, read } from "../../../cli/query-duckdb.ts";
import { isAbout } from "../../../functions/athena/compaction/erased.ts";
import { type Azurite, startAzurite } from "../../../local/azure/azurite.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { isErased } from "../../../shared/lake/erasure.ts";
import { landing } from "../../../shared/lake/landing.ts";
import { newRow, type Row, type SubjectKind } from "../../../shared/row.ts";
import { land as landIn } from "../../functions/athena/landing.ts";
import { runCommand } from "../../support/command.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { testOptions } from "../../support/store-options.ts";

const at = Date.parse("2026-03-02T10:00:00Z");
const DAY_MS = 86_400_000;
const WHOM = "hmac-aaaa-the-forgotten-one";

function event(uid: string, more: Partial<Row>): Row {
  return { ...newRow(uid, "TYPE", at, at, "spaces/0.1.0"), tenant_id: "t", subject_kind: "device", ...more };
}

const theirs = [
  event("a", { subject_id: WHOM }),
  event("b", { subject_id: "mac", device_id: WHOM, occurred_at: at + DAY_MS }),
  event("c", { subject_kind: "user", subject_id: "u", mac_address: WHOM }),
];
const others = [
  event("d", { subject_id: "other" }),
  event("e", { subject_id: WHOM, tenant_id: "another" }),
  event("f", { subject_kind: "asset", subject_id: WHOM }),
];

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.close());

describe("spaces forget --cloud azure", () => {
  let container: ContainerClient;
  let folder: string;
  let printed: string[];
  beforeEach(async () => {
    container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(randomUUID());
    await container.create();
    folder = await mkdtemp(join(tmpdir(), "forget-azure-"));
    printed = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => printed.push(text));
    vi.stubEnv("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  let batches = 0;
  async function land(rows: readonly Row[]): Promise<void> {
    const position = String(batches++);
    const sink = landing(blobLanding(blobPut(container)), { name: "hub/0", range: [position, position] });
    expect(await sink.write(rows, noDeadline)).toEqual([]);
  }
  const compactNow = (lake: LakeFiles = lakeFiles(container)) => compact(lake, "2026-03-05", noDeadline);

  async function run(...words: string[]): Promise<void> {
    const file = join(folder, "outputs.json");
    const outputs = { lake: { value: container.url }, table_endpoints: { value: [azurite.tableEndpoint] } };
    await writeFile(file, JSON.stringify(outputs));
    const all = ["forget", "--cloud", "azure", "--outputs", file, "--subject", `device:${WHOM}`, ...words];
    await runCommand(register, all);
  }

  /** What a query sees. */
  async function uids(): Promise<unknown> {
    const directory = join(folder, randomUUID());
    await fetchLake(container, undefined, "compacted", directory);
    const lake = await openLake(directory);
    const { rows } = await lake.sql("SELECT record_uid FROM events_latest ORDER BY record_uid");
    lake.close();
    return rows.flat();
  }

  async function blobsWith(value: string): Promise<readonly string[]> {
    const found = new Set<string>();
    for await (const { name } of container.listBlobsFlat())
      if ((await container.getBlobClient(name).downloadToBuffer()).includes(value))
        found.add(name.split("/").slice(0, 2).join("/"));
    return [...found].sort();
  }

  it("only looks without --yes, and says what it would delete", async () => {
    await land([...theirs, ...others]);
    await compactNow();
    await run("--tenant", "t");
    expect(printed).toEqual(expect.arrayContaining(["lake, compacted: 3 rows", "Nothing was deleted; --yes does it."]));
    expect(await uids()).toEqual(["a", "b", "c", "d", "e", "f"]);
    expect(await blobsWith(WHOM)).not.toContain("compacted/erased_subjects");
  });

  it("takes them out of the compacted files, those of nobody else, and lets landing bring none of them back", async () => {
    await land(theirs);
    await land(others);
    await compactNow();
    await run("--tenant", "t", "--yes");
    expect(await uids()).toEqual(["d", "e", "f"]);
    const later = Date.now() + DAY_MS;
    await land([...theirs, event("new", { subject_id: WHOM, occurred_at: later, received_at: later })]);
    expect(await uids()).toEqual(["d", "e", "f", "new"]);
    await compactNow();
    expect(await uids()).toEqual(["d", "e", "f", "new"]);
    await run("--tenant", "t");
    expect(printed).toContain("lake, compacted: 0 rows");
  });

  it("hides what is not compacted yet, and leaves no file of an hour that was theirs alone", async () => {
    await land(theirs.slice(1, 2));
    await land(others.slice(0, 1));
    await compactNow();
    await run("--tenant", "t", "--yes");
    expect(await blobsWith(WHOM)).toEqual(["compacted/erased_subjects", "events/dt=2026-03-02"]);
    await land(theirs.slice(0, 1).map((row) => ({ ...row, received_at: at + 3 * DAY_MS })));
    expect(await uids()).toEqual(["d"]);
  });

  it("is not undone by compaction that is under way: it had read them before, and looks again after", async () => {
    await land(theirs);
    await land(others);
    const lake = lakeFiles(container);
    let isForgotten = false;
    const overtaken: LakeFiles = {
      ...lake,
      create(name) {
        const file = lake.create(name);
        return {
          ...file,
          async end(contentType, etag) {
            if (!isForgotten && name.includes("events_compacted")) {
              isForgotten = true;
              await run("--tenant", "t", "--yes");
            }
            await file.end(contentType, etag);
          },
        };
      },
    };
    await compactNow(overtaken);
    expect(isForgotten).toBe(true);
    expect(await uids()).toEqual(["d", "e", "f"]);
    await fetchLake(container, undefined, "compacted", join(folder, "after"));
    const connection = await openLakeDatabase(join(folder, "after"), "VIEW");
    const { rows } = await read(connection, "SELECT record_uid FROM events_compacted ORDER BY record_uid");
    connection.closeSync();
    expect(rows.flat()).toEqual(["d", "e", "f"]);
  });

  it("reads a file again that compaction put in place of the one it had read", async () => {
    await land([...theirs, ...others]);
    await compactNow();
    const lake = lakeFiles(container);
    let isOvertaken = false;
    const overtaken: LakeFiles = {
      ...lake,
      create(name) {
        const file = lake.create(name);
        return {
          ...file,
          async end(contentType, etag) {
            if (!isOvertaken && name.includes("events_compacted")) {
              isOvertaken = true;
              await land([event("z", { subject_id: "other" })]);
              await compactNow();
            }
            await file.end(contentType, etag);
          },
        };
      },
    };
    await forgetInFiles(overtaken, { kind: "device", id: WHOM, tenant: "t", atMs: Date.now() }, true);
    expect(await uids()).toEqual(["d", "e", "f", "z"]);
  });

  it("takes state, index and history out of the tables, and nobody else's", async () => {
    const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
    for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
    const store = tableStore({
      ...testOptions,
      calls,
      historyTtlSeconds: 400 * 86_400,
      stateTtlSeconds: 400 * 86_400,
    });
    const seen = (deviceId: string, day: number) => {
      const sent = { recordUid: `${deviceId}-${day}`, recordTimestamp: Date.now() - day * DAY_MS, spacesTenantId: "t" };
      return rowOf(locationUpdate(sent, { device: { deviceId } }));
    };
    const days = [0, 20, 40, 60];
    const rows = [...days.map((day) => seen(WHOM, day)), ...days.map((day) => seen("stays", day))];
    expect(await store.write(rows, noDeadline)).toEqual([]);
    await run("--tenant", "t");
    const counts = printed.slice(0, 2);
    expect(counts[1]).toBe("history: 4 items");
    expect(counts[0]).not.toBe("state: 0 items");
    await run("--tenant", "t", "--yes");
    let everything = "";
    for await (const table of calls.tables())
      for await (const entity of calls.query(table)) everything += JSON.stringify(entity);
    expect(everything).not.toContain(WHOM);
    for (const table of [STATE_TABLE, BY_PLACE_TABLE]) {
      let left = "";
      for await (const entity of calls.query(table)) left += JSON.stringify(entity);
      expect(left).toContain("stays");
    }
  });

  it("says what it needs in a sentence", async () => {
    await expect(run()).rejects.toThrow("Name the tenant with --tenant");
    const words = ["forget", "--cloud", "azure", "--subject", "device:x", "--tenant", "t"];
    await expect(runCommand(register, words)).rejects.toThrow("Say where: --outputs");
  });
});

describe("which rows are about somebody", () => {
  const id = fc.constantFrom("x", "y", undefined);
  const when = fc.constantFrom(at - 1, at, at + 1);
  const rows = fc.array(
    fc.record({
      subject_kind: fc.constantFrom<SubjectKind>("device", "user", "asset", "unknown"),
      subject_id: fc.constantFrom("x", "y"),
      device_id: id,
      mac_address: id,
      user_id: id,
      tenant_id: fc.constantFrom("t", "u", undefined),
      occurred_at: when,
      received_at: when,
    }),
    { minLength: 20, maxLength: 40 },
  );
  const erasure = fc.record({
    kind: fc.constantFrom<SubjectKind>("device", "user", "asset"),
    id: fc.constantFrom("x"),
    tenant: fc.constantFrom("t", undefined),
    atMs: fc.constant(at),
  });

  it("is the same by this project's own condition as by Athena's", async () => {
    const directory = await mkdtemp(join(tmpdir(), "erasure-"));
    await fc.assert(
      fc.asyncProperty(rows, erasure, async (some, whom) => {
        await rm(directory, { recursive: true });
        const full = some.map((row, index) => ({ ...event(String(index).padStart(2, "0"), {}), ...row }) as Row);
        await landIn(directory, full);
        const connection = await openLakeDatabase(directory, "VIEW");
        const asked = `SELECT record_uid FROM events WHERE ${isAbout(whom)} ORDER BY record_uid`;
        const { rows: found } = await read(connection, asked);
        connection.closeSync();
        expect(full.filter((row) => isErased(row, [whom])).map(({ record_uid }) => record_uid)).toEqual(found.flat());
      }),
      { numRuns: 20 },
    );
    await rm(directory, { recursive: true });
  });
});
