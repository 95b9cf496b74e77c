/** The named queries in GoogleSQL, run by DuckDB, held to the same oracle as those of the other clouds. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { googleParameters, googleQueries } from "../../../cli/gcp/queries.ts";
import { mergeScript } from "../../../gcp/bigquery/merge.ts";
import { googleSql } from "../../../gcp/bigquery/queries.ts";
import type { Row } from "../../../shared/row.ts";
import { testAnswers } from "../../functions/athena/answers-suite.ts";
import { answersTo, askedOf, comparable } from "../../functions/athena/asked.ts";
import { type Asked, expectedAnswers, TO } from "../../functions/athena/expected.ts";
import { identityOf } from "../../functions/athena/expected-arithmetic.ts";
import { optIns } from "../../functions/athena/expected-devices.ts";
import { fillSeededLake } from "../../functions/athena/seeded-lake.ts";
import { runScript } from "./script.ts";

/** In the middle of the period that is asked for: some of it is merged, some has only arrived. */
const SEAM_MS = Date.parse("2026-03-05T02:00:00Z");

describe.each(["arrived alone", "partly merged"] as const)(
  "The named queries in GoogleSQL over a lake that is %s",
  (state) => {
    let directory: string;
    let lake: LocalGoogleLake;
    let arrived: readonly Row[];
    let asked: Asked;
    let expected: ReturnType<typeof expectedAnswers>;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "seeded-"));
      arrived = await fillSeededLake(directory);
      lake = await openGoogleLake(directory, "TABLE");
      if (state === "partly merged") await runScript(lake, mergeScript, SEAM_MS);
      asked = askedOf(arrived);
      expected = expectedAnswers(arrived, asked);
    }, 60_000);
    afterAll(async () => {
      lake.close();
      await rm(directory, { recursive: true });
    });

    const answers = (name: string, more: Record<string, string> = {}) =>
      answersTo(googleQueries, (query, values) => lake.ask(query, values), name, asked, more);

    it("has some of it merged, and some not, when it is said to be", async () => {
      const { rows } = await lake.sql("SELECT COUNT(*) FROM events_once");
      const merged = Number(rows[0]?.[0]);
      if (state === "arrived alone") expect(merged).toBe(0);
      else expect([merged > 0, merged < arrived.length / 2 + 3_000]).toEqual([true, true]);
    });

    testAnswers(googleQueries, answers, () => ({ arrived, asked, expected }));

    it("knows one opt-in from another", async () => {
      const wanted = optIns(
        arrived.filter(({ occurred_at }) => occurred_at < Date.parse(TO)),
        "EMAIL",
      );
      expect(comparable(await answers("opt-in-conversion", { opt_in: "EMAIL" }))).toEqual(comparable(wanted));
    });

    it("sees each event once in events_latest, though it arrived twice", async () => {
      const events = new Set(arrived.map(identityOf));
      expect(events.size).toBeLessThan(arrived.length);
      expect((await lake.sql("SELECT COUNT(*) FROM arrived")).rows).toEqual([[arrived.length]]);
      expect((await lake.sql("SELECT COUNT(*) FROM events_latest")).rows).toEqual([[events.size]]);
    });

    it("keeps the copy that arrived last", async () => {
      const { rows } = await lake.sql(
        "SELECT COUNT(*) FROM events_latest l WHERE received_at < (SELECT MAX(received_at) FROM arrived e WHERE e.record_uid = l.record_uid AND e.occurred_at = l.occurred_at AND e.subject_id = l.subject_id)",
      );
      expect(rows).toEqual([[0]]);
    });
  },
);

describe("The texts in GoogleSQL", () => {
  it("are those of the questions there are, no more and no fewer", () => {
    expect(Object.keys(googleSql).sort()).toEqual(googleQueries.map(({ name }) => name).sort());
  });

  it.each(googleQueries)("$name uses every parameter it declares, and no other", ({ sql, parameters }) => {
    const used = new Set([...sql.matchAll(/@([a-z][a-z0-9_]*)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(parameters.map(({ name }) => name).sort());
  });

  it("are told the types of their parameters, and refuse what does not fit", () => {
    const query = googleQueries.find(({ name }) => name === "simultaneous-occupancy");
    if (query === undefined) throw new Error("no such query");
    expect(googleParameters(query, { from: "2026-03-01", to: "2026-03-02 12:30:00", tenant: "it's" })).toEqual([
      { name: "from", type: "TIMESTAMP", value: "2026-03-01" },
      { name: "to", type: "TIMESTAMP", value: "2026-03-02 12:30:00" },
      { name: "tenant", type: "STRING", value: "it's" },
      { name: "time_zone", type: "STRING", value: "UTC" },
      { name: "away_after_minutes", type: "FLOAT64", value: 15 },
    ]);
    expect(() => googleParameters(query, { from: "yesterday", to: "2026-03-02" })).toThrow(RangeError);
    expect(() => googleParameters(query, { from: "2026-03-01" })).toThrow('needs a value for "to"');
  });
});
