import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compactLocal } from "../../../cli/compact-local.ts";
import { type LocalLake, openLake } from "../../../cli/query-duckdb.ts";
import { namedQueries } from "../../../functions/athena/queries.ts";
import { writeRows } from "../../../local/aws/firehose/files.ts";
import type { Cell } from "../../../shared/lake/query-result.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { testAnswers } from "./answers-suite.ts";
import { answersOf, askedOf, comparable } from "./asked.ts";
import { type Asked, expectedAnswers, TO } from "./expected.ts";
import { identityOf } from "./expected-arithmetic.ts";
import { optIns } from "./expected-devices.ts";
import { fillSeededLake } from "./seeded-lake.ts";

const documentation = readFileSync(new URL("../../../docs/queries.md", import.meta.url), "utf8");

/** In the middle of the period that is asked for: some of it is compacted, some is landing. */
const SEAM = "2026-03-05";

describe.each(["landing", "compacted"] as const)("The named queries over a seeded simulation in a %s lake", (form) => {
  let directory: string;
  let lake: LocalLake;
  let arrived: readonly Row[];
  let asked: Asked;
  let expected: ReturnType<typeof expectedAnswers>;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "seeded-"));
    arrived = await fillSeededLake(directory);
    if (form === "compacted") expect(await compactLocal(directory, SEAM)).not.toEqual([]);
    lake = await openLake(directory);
    expect(lake.form).toBe(form);
    asked = askedOf(arrived);
    expected = expectedAnswers(arrived, asked);
  }, 60_000);
  afterAll(async () => {
    lake.close();
    await rm(directory, { recursive: true });
  });

  const answers = (name: string, more: Record<string, string> = {}) => answersOf(lake, name, asked, more);

  testAnswers(namedQueries, answers, () => ({ arrived, asked, expected }));

  it.each(namedQueries)(
    "$name has the columns and parameters that its documentation names",
    async ({ name, parameters }) => {
      const lines = documentation.split(`### ${name}\n`)[1]?.split("\n### ")[0]?.split("\n") ?? [];
      const named = (what: string) =>
        [...(lines.find((line) => line.startsWith(`- ${what}: `)) ?? "").matchAll(/`(\w+)`/g)].map(([, word]) => word);
      expect(named("Columns")).toEqual(Object.keys((await answers(name))[0] ?? {}));
      expect(named("Parameters")).toEqual(parameters.map((parameter) => parameter.name));
      expect(lines[0]).toMatch(/^\*.+\?\* /);
      expect(lines.some((line) => /^- Reads: \d+ B, \d+ %$/.test(line))).toBe(true);
    },
  );

  it("documents no query that there is not", () => {
    const documented = [...documentation.matchAll(/^### (\S+)$/gm)].map(([, name]) => name);
    expect(documented.sort()).toEqual(namedQueries.map(({ name }) => name).sort());
  });

  it("counts no asset among people's devices", async () => {
    const withoutAssets = expectedAnswers(
      arrived.filter(({ event_type }) => event_type !== "ASSET_LOCATION_UPDATE"),
      asked,
    );
    const counted = (rows: readonly Record<string, Cell>[]) =>
      rows
        .filter(({ devices }) => devices !== 0)
        .map(({ hour_start, floor_id, devices }) => [hour_start, floor_id, devices]);
    expect(counted(await answers("hourly-occupancy-by-floor")).sort()).toEqual(
      counted(withoutAssets["hourly-occupancy-by-floor"] ?? []).sort(),
    );
    expect(comparable(await answers("devices-by-os-and-manufacturer"))).toEqual(
      comparable(withoutAssets["devices-by-os-and-manufacturer"] ?? []),
    );
  });

  it("knows one opt-in from another", async () => {
    const optedIn = await answers("opt-in-conversion", { opt_in: "EMAIL" });
    const wanted = optIns(
      arrived.filter(({ occurred_at }) => occurred_at < Date.parse(TO)),
      "EMAIL",
    );
    expect(comparable(optedIn)).toEqual(comparable(wanted));
    expect(comparable(optedIn)).not.toEqual(comparable(await answers("opt-in-conversion")));
  });

  it("finds the one asset that is asked for", async () => {
    const all = await answers("where-assets-are");
    expect(await answers("where-assets-are", { asset: asked.asset })).toEqual(
      all.filter(({ asset_id }) => asset_id === asked.asset),
    );
    expect(all.length).toBeGreaterThan(1);
  });

  it("loses nothing of a device's way to the news of presence on it", async () => {
    const path = await answers("path-of-one-device");
    const located = path.filter(({ x }) => x !== null);
    expect(path.length).toBeGreaterThan(located.length);
    const sameFloor = located.filter(({ floor_name }, index) => floor_name === located[index - 1]?.floor_name);
    expect(sameFloor.filter(({ feet_from_previous }) => feet_from_previous === null)).toEqual([]);
  });

  it("sees each event once in events_latest, though the table has its copies", async () => {
    const events = new Set(arrived.map(identityOf));
    expect(events.size).toBeLessThan(arrived.length);
    expect(new Set(arrived.map(({ record_uid }) => record_uid)).size).toBeLessThan(events.size);
    expect((await lake.sql("SELECT count(*) FROM events")).rows).toEqual([[arrived.length]]);
    expect((await lake.sql("SELECT count(*) FROM events_latest")).rows).toEqual([[events.size]]);
  });

  it("keeps the copy that arrived last, once its day is compacted", async () => {
    if (form === "compacted") {
      lake.close();
      await compactLocal(directory, "2026-04-01");
      lake = await openLake(directory);
    }
    const { rows } = await lake.sql(
      "SELECT count(*) FROM events_latest l WHERE received_at < (SELECT max(received_at) FROM events e WHERE e.record_uid = l.record_uid AND e.occurred_at = l.occurred_at)",
    );
    expect(rows).toEqual([[0]]);
  });
});

describe("Copies that arrived at the same moment", () => {
  it("are told by the numbers of the version that wrote them: 0.10.0 is newer than 0.9.0", async () => {
    const directory = await mkdtemp(join(tmpdir(), "versions-"));
    const row = (pipeline: string) => ({ ...newRow("u", "TYPE", 1_000, 2_000, pipeline), tenant_id: "t" });
    await writeRows(directory, "lake", ["spaces/0.9.0", "spaces/0.10.0", "spaces/0.9.12"].map(row), 2_000);
    const versions = await openLake(directory);
    expect((await versions.sql("SELECT pipeline FROM events_latest")).rows).toEqual([["spaces/0.10.0"]]);
    versions.close();
    await rm(directory, { recursive: true });
  });
});
