/** `spaces query --cloud gcp`: by the SDK's client over HTTP, and over the lake of a local run. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { datasetOf } from "../../../cli/gcp/query.ts";
import { register } from "../../../cli/query.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { land } from "../../functions/athena/landing.ts";
import { type BigQueryJobs, startBigQueryJobs } from "../../support/bigquery-jobs.ts";

const DAY = "2026-03-02";
const names = ["b", "c", "a"];

function row(name: string, minute: number): Row {
  const occurredAtMs = Date.parse(`${DAY}T10:${String(minute).padStart(2, "0")}:00.500Z`);
  return {
    ...newRow(name, "DEVICE_PRESENCE", occurredAtMs, occurredAtMs + 1_000, "test/1"),
    tenant_id: "t",
    subject_kind: "device",
    subject_id: "phone",
    location_name: name,
  };
}

describe("spaces query --cloud gcp", () => {
  let directory: string;
  let lake: LocalGoogleLake;
  let jobs: BigQueryJobs;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "lake-"));
    await land(directory, names.map(row));
    lake = await openGoogleLake(directory);
    jobs = await startBigQueryJobs(lake, 2);
    vi.stubEnv("BIGQUERY_EMULATOR_HOST", jobs.url);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    jobs.close();
    lake.close();
    rmSync(directory, { recursive: true });
  });
  afterEach(() => vi.restoreAllMocks());

  async function printed(...args: readonly string[]): Promise<string> {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line) => void lines.push(String(line)));
    vi.spyOn(console, "error").mockImplementation((line) => void lines.push(String(line)));
    const program = new Command().exitOverride();
    register(program);
    await program.parseAsync(["query", ...args], { from: "user" });
    return lines.join("\n");
  }
  const path = ["path-of-one-device", "--cloud", "gcp", "--param", `day=${DAY}`, "--param", "device=phone"] as const;
  const inParis = ["--time-zone", "Europe/Paris", "--format", "csv"] as const;

  it("asks BigQuery with typed parameters in its dataset, and gives every page of the answer", async () => {
    const text = await printed(...path, ...inParis, "--dataset", "my-project.spaces");
    expect(text).toContain("BigQuery bills 21.0 MB.");
    expect(text.split("\n").filter((line) => line.startsWith("2026"))).toEqual(
      names.map((name, minute) => expect.stringMatching(`^${DAY} 11:0${minute}:00.5,DEVICE_PRESENCE,.*${name},`)),
    );
    const [query] = jobs.asked;
    expect(query?.defaultDataset).toEqual({ projectId: "my-project", datasetId: "spaces" });
    expect(query?.queryParameters).toEqual([
      expect.objectContaining({
        name: "day",
        parameterType: { type: "TIMESTAMP" },
        parameterValue: { value: `${DAY}T00:00:00.000Z` },
      }),
      expect.objectContaining({ name: "device", parameterValue: { value: "phone" } }),
      expect.objectContaining({ name: "time_zone", parameterValue: { value: "Europe/Paris" } }),
    ]);
  });

  it("gives the same answer of a local lake", async () => {
    const deployed = await printed(...path, ...inParis, "--dataset", "my-project.spaces");
    const local = await printed(...path, ...inParis, "--local", directory);
    const lines = (text: string) => text.split("\n").filter((line) => line.startsWith("2026"));
    expect(lines(local).map((line) => line.replace(/:00\.500?,/, ":00.5,"))).toEqual(lines(deployed));
  });

  it("gives BigQuery's reason when it refuses", async () => {
    const query = lake.sql;
    Object.assign(lake, { sql: () => Promise.reject(new Error("No such table")) });
    await expect(printed(...path, "--dataset", "my-project.spaces")).rejects.toThrow("No such table");
    Object.assign(lake, { sql: query });
  });

  it("says what is missing before anything is asked", async () => {
    await expect(printed(...path)).rejects.toThrow("Say which lake to ask");
    await expect(printed(...path.slice(0, 3), "--dataset", "a.b")).rejects.toThrow('needs a value for "day"');
    await expect(printed(...path, "--dataset", "nothing")).rejects.toThrow("The lake is no dataset");
  });
});

describe("The name of a dataset", () => {
  it.each([
    ["my-project.spaces", { projectId: "my-project", datasetId: "spaces" }],
    ["my-project.spaces.events_latest", { projectId: "my-project", datasetId: "spaces" }],
    ["example.com:my-project.spaces", { projectId: "example.com:my-project", datasetId: "spaces" }],
    ["projects/my-project/datasets/spaces", { projectId: "my-project", datasetId: "spaces" }],
    ["projects/my-project/datasets/spaces/tables/arrived", { projectId: "my-project", datasetId: "spaces" }],
  ])("is read from %s", (text, dataset) => {
    expect(datasetOf(text)).toEqual(dataset);
  });
});
