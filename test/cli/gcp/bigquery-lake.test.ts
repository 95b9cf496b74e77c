/** What commands see of the lake in BigQuery: by the SDK's client over HTTP. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bigQueryLake } from "../../../cli/gcp/bigquery-lake.ts";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import type { StageLake } from "../../../cli/stage/lake.ts";
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

  it("reads two columns only where there is nothing of the tenant", async () => {
    const { length } = jobs.asked;
    expect(await lake.rowsOf("nobody", SINCE_MS).find(new AbortController().signal)).toEqual([]);
    expect(jobs.asked.slice(length).map(({ query }) => query)).toEqual([expect.stringContaining("COUNT(*)")]);
  });
});
