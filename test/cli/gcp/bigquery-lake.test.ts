/** What commands see of the lake in BigQuery: by the SDK's client over HTTP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bigQueryLake } from "../../../cli/gcp/bigquery-lake.ts";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import type { LakePage, StageLake } from "../../../cli/stage/lake.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { land } from "../../functions/athena/landing.ts";
import { type BigQueryJobs, startBigQueryJobs } from "../../support/bigquery-jobs.ts";

const SINCE_MS = Date.parse("2026-03-02T10:00:00.000Z");

function row(uid: string, tenant: string, receivedAtMs: number): Row {
  return {
    ...newRow(uid, "IOT_TELEMETRY", receivedAtMs - 1_234, receivedAtMs, "test/1"),
    tenant_id: tenant,
    subject_kind: "device",
    subject_id: "phone",
    x: 1.5,
    measurements: { humidity: 40.25 },
    labels: { "a b": 'c"d' },
  };
}

const theirs = [row("one", "t", SINCE_MS), row("two", "t", SINCE_MS + 5_500)];

describe("the lake in BigQuery", () => {
  let directory: string;
  let local: LocalGoogleLake;
  let jobs: BigQueryJobs;
  let lake: StageLake;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "lake-"));
    await land(directory, [...theirs, row("before", "t", SINCE_MS - 1), row("of another", "u", SINCE_MS + 9_007)]);
    local = await openGoogleLake(directory);
    jobs = await startBigQueryJobs(local, 1);
    vi.stubEnv("BIGQUERY_EMULATOR_HOST", jobs.url);
    lake = bigQueryLake(new BigQuery({ projectId: "p" }), { projectId: "p", datasetId: "spaces" });
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    jobs.close();
    local.close();
    rmSync(directory, { recursive: true });
  });

  it("tells when the newest arrived, or that nothing did", async () => {
    expect(await lake.newestMs(SINCE_MS)).toBe(SINCE_MS + 9_007);
    expect(await lake.newestMs(SINCE_MS + 10_000)).toBeUndefined();
  });

  it("gives a tenant's rows as they were written, and does not ask again at once", async () => {
    const rows = lake.rowsOf("t", SINCE_MS);
    const { signal } = new AbortController();
    const found = await rows.find(signal);
    expect(found.toSorted((a, b) => a.received_at - b.received_at)).toEqual(theirs);
    const { length } = jobs.asked;
    expect(await rows.find(signal)).toBe(found);
    expect(jobs.asked).toHaveLength(length);
    expect(jobs.asked.at(-1)?.defaultDataset).toEqual({ projectId: "p", datasetId: "spaces" });
  });

  it("gives what arrived in a span page by page, hour by hour, without what only the lake has, and nobody who is forgotten", async () => {
    await local.sql("DELETE FROM erased_subjects");
    const { signal } = new AbortController();
    const read = async (fromMs: number, toMs: number) => {
      const pages: LakePage[] = [];
      await lake.read({ fromMs, toMs }, async (page) => void pages.push(page), signal);
      return pages;
    };
    const uids = (pages: readonly LakePage[]) => pages.flatMap(({ rows }) => rows.map(({ record_uid }) => record_uid));
    const pages = await read(SINCE_MS - 1, SINCE_MS + 9_007);
    expect(uids(pages).toSorted()).toEqual(["before", "one", "two"]);
    expect(pages.flatMap(({ rows }) => rows).find(({ record_uid }) => record_uid === "one")).toEqual(theirs[0]);
    expect(pages.at(-1)?.reachedMs).toBe(SINCE_MS + 9_007);
    // Of what was merged, too.
    await local.sql("INSERT INTO events_once SELECT * FROM arrived WHERE record_uid = 'two'");
    expect(uids(await read(SINCE_MS, SINCE_MS + 9_000)).toSorted()).toEqual(["one", "two", "two"]);
    await local.sql("DELETE FROM events_once");
    const after = new Date(SINCE_MS + 1_000).toISOString().replace("T", " ").replace("Z", "");
    await local.sql(`INSERT INTO erased_subjects VALUES ('device:phone', 't', TIMESTAMP '${after}')`);
    expect(uids(await read(SINCE_MS, SINCE_MS + 9_000))).toEqual(["two"]);
    expect(await lake.find("one", { fromMs: SINCE_MS, toMs: SINCE_MS + 9_000 }, signal)).toEqual([]);
    await local.sql("DELETE FROM erased_subjects");
  });

  it("finds an event by its uid, and names the table", async () => {
    const { signal } = new AbortController();
    const span = { fromMs: SINCE_MS, toMs: SINCE_MS + 9_000 };
    expect(await lake.find("one", span, signal)).toEqual([{ row: theirs[0], at: "p.spaces.arrived" }]);
    expect(await lake.find("of another", span, signal)).toEqual([]);
  });

  it("reads two columns only where there is nothing of the tenant", async () => {
    const { length } = jobs.asked;
    expect(await lake.rowsOf("nobody", SINCE_MS).find(new AbortController().signal)).toEqual([]);
    expect(jobs.asked.slice(length).map(({ query }) => query)).toEqual([expect.stringContaining("COUNT(*)")]);
  });
});
