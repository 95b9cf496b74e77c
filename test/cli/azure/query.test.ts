/** `spaces query --cloud azure` on a real Blob Storage engine: what is brought, and that the answer is the lake's own. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlobServiceClient, type ContainerClient } from "@azure/storage-blob";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { blobPut } from "../../../azure/blob-put.ts";
import { blobLanding } from "../../../azure/lake/landing.ts";
import { noteOfDay } from "../../../azure/lake/ledger.ts";
import { daysOf, foldersOf } from "../../../cli/azure/lake-days.ts";
import { queryContainer } from "../../../cli/azure/query.ts";
import { register } from "../../../cli/query.ts";
import { UserError } from "../../../cli/user-error.ts";
import { namedQueries } from "../../../functions/athena/queries.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { landing } from "../../../shared/lake/landing.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { startTestAccount, type TestAccount } from "../../support/azure.ts";

const unmapped = namedQueries.find(({ name }) => name === "unmapped-event-types");
if (unmapped === undefined) throw new Error("The query of this test is gone");
const query = unmapped;

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

function row(uid: string, day: string, receivedAtMs = Date.parse(`${day}T10:00:01Z`)): Row {
  const occurredAtMs = Date.parse(`${day}T10:00:00Z`);
  return { ...newRow(uid, "TYPE", occurredAtMs, receivedAtMs, "test/1"), tenant_id: "t" };
}

let batches = 0;
async function land(...rows: readonly Row[]): Promise<void> {
  const position = String(batches++);
  const sink = landing(blobLanding(blobPut(container)), { name: "hub/0", range: [position, position] });
  expect(await sink.write(rows, noDeadline)).toEqual([]);
}

const lakesLeft = () => readdirSync(tmpdir()).filter((name) => name.startsWith("spaces-lake-"));

describe("a named query over a lake on Azure", () => {
  it("counts each event once, brings the files of its days only, and leaves nothing on the disk", async () => {
    const before = lakesLeft();
    await land(row("a", "2026-03-02"), row("b", "2026-03-02"));
    await land(row("a", "2026-03-02"));
    await land(row("c", "2026-03-09"));
    const { rows, fetched } = await queryContainer(container, query, { from: "2026-03-02", to: "2026-03-03" });
    expect(rows.map((cells) => cells.slice(0, 2))).toEqual([["TYPE", 2]]);
    expect(fetched.files).toBe(2);
    expect(lakesLeft()).toEqual(before);
  });

  it("says in a sentence that there are no files of these days, and refuses a value before it brings any", async () => {
    await expect(queryContainer(container, query, { from: "2026-03-02", to: "2026-03-03" })).rejects.toThrow(UserError);
    await expect(queryContainer(container, query, { from: "yesterday", to: "2026-03-03" })).rejects.toThrow(RangeError);
  });

  it("reads of landing what is not compacted alone, however late it arrived", () => {
    const there = [
      "events/dt=2026-03-01/",
      "events/dt=2026-03-02/",
      "events/dt=2026-03-20/",
      "compacted/events_compacted/occurred_on=2026-03-02/",
      "compacted/events_compacted/occurred_on=2026-03-04/",
    ];
    const days = daysOf({ from: "2026-03-02", to: "2026-03-03" });
    expect(foldersOf(days, there, new Set(["2026-03-01", "2026-03-02"]))).toEqual([there[2], there[3]]);
    expect(foldersOf(days, there.slice(0, 3), new Set())).toEqual(there.slice(0, 2));
    expect(foldersOf(daysOf({ day: "2026-03-04" }), there, new Set(["2026-03-20"]))).toEqual([there[4]]);
    expect(noteOfDay("2026-03-01")).toBe("compacted/compacted_days/dt=2026-03-01.json");
  });
});

describe("spaces query --cloud azure", () => {
  let printed: string;
  let folder: string;
  beforeEach(() => {
    printed = "";
    folder = mkdtempSync(join(tmpdir(), "outputs-"));
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      printed += text;
    });
    vi.spyOn(console, "error").mockImplementation((text: string) => {
      printed += text;
    });
    vi.stubEnv("AZURE_STORAGE_CONNECTION_STRING", account.connectionString);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  async function run(lake: string | null): Promise<void> {
    const file = join(folder, "outputs.json");
    writeFileSync(file, JSON.stringify({ lake: { sensitive: false, type: "string", value: lake } }));
    const program = new Command().exitOverride();
    register(program);
    const period = ["--from", "2026-03-02", "--to", "2026-03-03", "--format", "csv"];
    const words = ["query", query.name, "--cloud", "azure", "--outputs", file, ...period];
    await program.parseAsync(words, { from: "user" });
  }

  it("asks the container that Terraform's outputs name, and says how much it brought", async () => {
    await land(row("a", "2026-03-02"));
    await run(container.url);
    expect(printed).toMatch(/TYPE,.*1/);
    expect(printed).toMatch(/Brought 1 files, 0\.0 MB\./);
  });

  it("says that there is no lake where there is none", async () => {
    await expect(run(null)).rejects.toThrow("This deployment has no lake");
  });
});
