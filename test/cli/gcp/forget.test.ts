/** Forgetting in BigQuery, by the SDK's client over HTTP; the statements run in DuckDB. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BigQuery } from "@google-cloud/bigquery";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetInBigQuery } from "../../../cli/gcp/forget.ts";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { mergeScript } from "../../../gcp/bigquery/merge.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { land } from "../../functions/athena/landing.ts";
import { runScript } from "../../gcp/bigquery/script.ts";
import { type BigQueryJobs, startBigQueryJobs } from "../../support/bigquery-jobs.ts";

const HOUR_MS = 3_600_000;
const nowMs = Date.now();
const dataset = { projectId: "my-project", datasetId: "spaces" };

function row(uid: string, hoursAgo: number, more: Partial<Row>): Row {
  const atMs = nowMs - hoursAgo * HOUR_MS;
  return { ...newRow(uid, "DEVICE_PRESENCE", atMs, atMs, "test/1"), tenant_id: "t", subject_kind: "device", ...more };
}

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
    expect(await forgetInBigQuery(client, dataset, erasure("t"), false)).toEqual({ rows: 5 });
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
});
