/** `spaces forget --cloud gcp`: by the SDK's clients, on the embedded Firestore; BigQuery's statements run in DuckDB. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../../cli/forget.ts";
import { forgetInBigQuery } from "../../../cli/gcp/forget-bigquery.ts";
import { forgetInDatabase } from "../../../cli/gcp/forget-documents.ts";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { mergeScript } from "../../../gcp/bigquery/merge.ts";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";
import { firestoreReader } from "../../../gcp/firestore/reader.ts";
import { firestoreCalls } from "../../../gcp/firestore/sdk-calls.ts";
import { firestoreStore } from "../../../gcp/firestore/store.ts";
import { GoogleStatus } from "../../../gcp/google-errors.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { placeOf } from "../../../shared/state/keys.ts";
import { land } from "../../functions/athena/landing.ts";
import { runScript } from "../../gcp/bigquery/script.ts";
import { type BigQueryJobs, startBigQueryJobs } from "../../support/bigquery-jobs.ts";
import { runCommand } from "../../support/command.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { firestoreTestStore, startTestFirestore, type TestFirestore } from "../../support/firestore.ts";
import { testOptions } from "../../support/store-options.ts";

const HOUR_MS = 3_600_000;
const nowMs = Date.now();
const dataset = { projectId: "my-project", datasetId: "spaces" };

function row(uid: string, hoursAgo: number, more: Partial<Row>): Row {
  const atMs = nowMs - hoursAgo * HOUR_MS;
  return { ...newRow(uid, "DEVICE_PRESENCE", atMs, atMs, "test/1"), tenant_id: "t", subject_kind: "device", ...more };
}

let firestore: TestFirestore;
beforeAll(async () => {
  firestore = await startTestFirestore();
});
afterAll(() => firestore.close());

const seen = (deviceId: string, tenant: string, second: number) =>
  rowOf(
    locationUpdate(
      { recordUid: `${deviceId}-${second}`, recordTimestamp: nowMs + second * 1_000, spacesTenantId: tenant },
      { device: { deviceId } },
    ),
  );
const subject = { tenant: "t", kind: "device", id: "gone" } as const;

describe("Forgetting in Firestore", () => {
  const rows = [
    ...Array.from({ length: 1_100 }, (_, second) => seen("gone", "t", second)),
    // What begins with the same characters, and another tenant's of the same name.
    seen("gone2", "t", 0),
    seen("gone", "u", 0),
  ];

  it("looks, then takes state and history of the subject alone, and whom no place has any more", async () => {
    const { calls, ...store } = firestoreTestStore(firestore);
    expect(await store.write(rows, noDeadline)).toEqual([]);
    const removing = { ...calls, removeAll: vi.fn(calls.removeAll) };
    expect(await forgetInDatabase(removing, subject, false)).toEqual({ state: 1, history: 1_100 });
    expect(removing.removeAll).not.toHaveBeenCalled();
    expect(await forgetInDatabase(calls, subject, true)).toEqual({ state: 1, history: 1_100 });
    const { events, state } = await store.tables();
    expect(Object.values(events).map(({ record_uid, tenant_id }) => [record_uid, tenant_id])).toEqual(
      expect.arrayContaining([
        ["gone2-0", "t"],
        ["gone-0", "u"],
      ]),
    );
    expect([Object.keys(events).length, Object.keys(state).length]).toEqual([2, 2]);
    const at = placeOf(seen("gone", "t", 0));
    expect((at && (await firestoreReader(calls).stateAt(at, 0)))?.map(({ key }) => key.subject.id)).toEqual(["gone2"]);
    expect(await forgetInDatabase(calls, subject, true)).toEqual({ state: 0, history: 0 });
  });

  it("fails where a document could not be taken out, and takes it the next time", async () => {
    const { calls, ...store } = firestoreTestStore(firestore);
    await store.write(rows.slice(0, 30), noDeadline);
    const failing = { ...calls, removeAll: async () => [new GoogleStatus(10)] };
    await expect(forgetInDatabase(failing, subject, true)).rejects.toThrow("ABORTED");
    expect(await forgetInDatabase(calls, subject, true)).toEqual({ state: 1, history: 30 });
  });
});

describe("Forgetting in BigQuery", () => {
  let directory: string;
  let lake: LocalGoogleLake;
  let jobs: BigQueryJobs;
  let client: BigQuery;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "forget-"));
    await land(directory, [
      row("merged", 60, { subject_id: "gone" }),
      row("arrived", 3, { subject_id: "gone" }),
      row("by-address", 3, { subject_id: "x", mac_address: "gone" }),
      row("young", 0.2, { subject_id: "gone" }),
      row("other-tenant", 3, { subject_id: "gone", tenant_id: "u" }),
      row("other", 60, { subject_id: "stays" }),
      row("as-user", 3, { subject_id: "stays", user_id: "gone" }),
    ]);
    lake = await openGoogleLake(directory, "TABLE");
    await runScript(lake, mergeScript, nowMs - 30 * HOUR_MS);
    jobs = await startBigQueryJobs(lake, 100);
    vi.stubEnv("BIGQUERY_EMULATOR_HOST", jobs.url);
    client = new BigQuery({ projectId: dataset.projectId });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    jobs.close();
    lake.close();
    await rm(directory, { recursive: true });
  });
  const erasure = (tenant: string | undefined) => ({ kind: "device", id: "gone", tenant, atMs: nowMs }) as const;
  const left = async () => (await lake.sql("SELECT record_uid FROM events_latest ORDER BY 1")).rows.flat();

  it("only looks, unless it is told to delete", async () => {
    const before = await left();
    // The merged one has its copy in what arrived, too.
    expect(await forgetInBigQuery(client, dataset, erasure("t"), false)).toEqual({ compacted: 1, landing: 4 });
    expect(await left()).toEqual(before);
    expect((await lake.sql("SELECT COUNT(*) FROM erased_subjects")).rows).toEqual([[0]]);
  });

  it("deletes a tenant's from both tables, and what is too young to be deleted by the next merge", async () => {
    await forgetInBigQuery(client, dataset, erasure("t"), true);
    expect(await left()).toEqual(["as-user", "other", "other-tenant", "young"]);
    await runScript(lake, mergeScript, nowMs + 24 * HOUR_MS);
    expect(await left()).toEqual(["as-user", "other", "other-tenant"]);
  });

  it("deletes every tenant's where none is named", async () => {
    await forgetInBigQuery(client, dataset, erasure(undefined), true);
    expect(await left()).toEqual(["as-user", "other", "young"]);
  });

  describe("by spaces forget --cloud gcp", () => {
    let printed: string[];
    let file: string;
    let project = 0;
    beforeEach(async () => {
      printed = [];
      vi.spyOn(console, "log").mockImplementation((text: string) => printed.push(text));
      vi.stubEnv("FIRESTORE_EMULATOR_HOST", firestore.endpoint);
      file = join(directory, "outputs.json");
      const name = { project: `forget-${nowMs}-${project++}`, database: "(default)" };
      await write({
        firestore_database: `projects/${name.project}/databases/(default)`,
        lake: "my-project.spaces.events_latest",
      });
      const database = firestoreDatabase({ ...name, emulatorHost: firestore.endpoint });
      await firestoreStore({ ...testOptions, calls: firestoreCalls(database) }).write(
        [seen("gone", "t", 0)],
        noDeadline,
      );
      await database.client.close();
    });
    afterEach(() => vi.restoreAllMocks());
    const write = (outputs: object) =>
      writeFile(
        file,
        JSON.stringify(Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }]))),
      );
    const run = (...words: string[]) =>
      runCommand(register, ["forget", "--cloud", "gcp", "--outputs", file, "--subject", "device:gone", ...words]);

    it("only looks without --yes, and says what it would delete", async () => {
      const before = await left();
      for (const _ of [1, 2]) await run("--tenant", "t");
      expect(printed.slice(0, 3)).toEqual(["state: 1 items", "history: 1 items", "lake, compacted: 1 rows"]);
      expect(printed[3]).toMatch(/^lake, landing: 4 rows, /);
      expect(printed.at(-1)).toBe("Nothing was deleted; --yes does it.");
      expect(printed.slice(0, printed.length / 2)).toEqual(printed.slice(printed.length / 2));
      expect(await left()).toEqual(before);
    });

    it("deletes with it, and finds what is left when it is run again", async () => {
      await run("--tenant", "t", "--yes");
      expect(await left()).toEqual(["as-user", "other", "other-tenant", "young"]);
      printed = [];
      await run("--tenant", "t", "--yes");
      expect(printed.slice(0, 3)).toEqual(["state: 0 items", "history: 0 items", "lake, compacted: 0 rows"]);
    });

    it("forgets in Firestore alone where there is no lake", async () => {
      await write({ firestore_database: "projects/p/databases/(default)", lake: null });
      await run("--tenant", "t", "--yes");
      expect(printed.filter((line) => /lake|BigQuery/.test(line))).toEqual([]);
    });

    it("names the option that is missing", async () => {
      await expect(run()).rejects.toThrow("Name the tenant with --tenant");
      const words = ["forget", "--cloud", "gcp", "--subject", "device:gone", "--tenant", "t"];
      await expect(runCommand(register, words)).rejects.toThrow("Say where: --outputs");
      await write({ lake: null });
      await expect(run("--tenant", "t")).rejects.toThrow("The outputs name no database");
    });
  });
});
