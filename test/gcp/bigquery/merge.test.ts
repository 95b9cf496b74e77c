/** The daily merge, by its effect: the scheduled script, run by DuckDB, against plain arrays. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LocalGoogleLake, openGoogleLake } from "../../../cli/gcp/local-lake.ts";
import { mergeScript } from "../../../gcp/bigquery/merge.ts";
import { newestCopies } from "../../../shared/lake/newest-copy.ts";
import { columnList, type Row } from "../../../shared/row.ts";
import { land } from "../../functions/athena/landing.ts";
import { arrivals, at, event, sixOfOneUid } from "../../support/lake-events.ts";
import { runScript } from "./script.ts";

const columns = columnList.map(({ name }) => name).join(", ");

/** What tells one copy of an event from another, too. */
function shown(row: Row): string {
  const { record_uid, occurred_at, received_at, tenant_id, subject_kind, subject_id, pipeline } = row;
  return JSON.stringify([record_uid, occurred_at, received_at, tenant_id ?? null, subject_kind, subject_id, pipeline]);
}

const once = (rows: readonly Row[]) => newestCopies(rows).map(shown).sort();

describe("The daily merge", () => {
  let directory: string;
  let lake: LocalGoogleLake;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "merge's [lake] "));
    await land(directory, [event("first", 0, 0)]);
    lake = await openGoogleLake(directory, "TABLE");
    await lake.sql("DELETE FROM arrived");
  });
  afterEach(async () => {
    lake.close();
    await rm(directory, { recursive: true });
  });

  async function arrive(rows: readonly Row[]): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "arrived-"));
    await land(folder, rows);
    await lake.sql(`INSERT INTO arrived SELECT ${columns} FROM read_parquet('${folder}/**/*.parquet')`);
    await rm(folder, { recursive: true });
  }
  const merge = (day: number) => runScript(lake, mergeScript, at(day, 2));
  async function rowsOf(table: string): Promise<readonly string[]> {
    const { rows } = await lake.sql(
      `SELECT record_uid, epoch_ms(occurred_at), epoch_ms(received_at), tenant_id, subject_kind, subject_id, pipeline FROM ${table}`,
    );
    return rows.map((row) => JSON.stringify(row)).sort();
  }

  it("moves whole days before today, and nothing twice", async () => {
    const arrived = [event("a", at(0), at(0)), event("b", at(1), at(1)), event("c", at(2), at(2))];
    await arrive(arrived);
    await merge(2);
    expect(await rowsOf("events_once")).toEqual(once(arrived.slice(0, 2)));
    await merge(2);
    expect(await rowsOf("events_once")).toEqual(once(arrived.slice(0, 2)));
    expect(await rowsOf("events_latest")).toEqual(once(arrived));
  });

  it("keeps every column, JSON and lists too", async () => {
    const rich = event("rich", at(0), at(0, 13), {
      location_types: ["ZONE", "it's"],
      measurements: { temperature_c: 21.5, co2_ppm: 0 },
      labels: { note: "a 'quoted' ; --", empty: "" },
      payload: '{"a":"@day ?"}',
      dwell_minutes: 0,
    });
    await arrive([rich]);
    await merge(1);
    const all = (table: string) => lake.sql(`SELECT ${columns} FROM ${table}`);
    expect((await all("events_once")).rows).toEqual((await all("arrived")).rows);
  });

  it("finds what came late, what was redriven weeks after, and a row that came after its day was merged", async () => {
    const first = [event("a", at(0), at(0))];
    await arrive(first);
    await merge(1);
    const late = [event("b", at(0), at(1)), event("c", at(-40), at(1)), event("d", at(0, 1), at(0, 2))];
    await arrive(late);
    await merge(2);
    expect(await rowsOf("events_once")).toEqual(once([...first, ...late]));
  });

  it("takes clocks that are centuries wrong, and days it did not run", async () => {
    const arrived = [event("a", 0, at(0)), event("b", 9_999_999_999_999, at(1)), event("c", at(0), at(3))];
    await arrive(arrived);
    await merge(5);
    expect(await rowsOf("events_once")).toEqual(once(arrived));
  });

  it("tells events by their full identity: tenant, none, subject and time", async () => {
    const arrived = sixOfOneUid;
    await arrive([...arrived, ...arrived]);
    await merge(1);
    await arrive(arrived);
    await merge(2);
    expect(await rowsOf("events_once")).toEqual(once(arrived));
    expect((await rowsOf("events_once")).length).toBe(6);
  });

  it("keeps of copies that arrived together the one of the newest version", async () => {
    const versions = ["spaces/0.9.0", "spaces/0.10.0", "spaces/0.2.0", "odd"];
    const copies = versions.map((pipeline) => ({ ...event("a", at(0), at(0)), pipeline }));
    await arrive(copies.slice(0, 1));
    await merge(1);
    await arrive(copies.slice(1));
    await merge(1);
    expect((await lake.sql("SELECT pipeline FROM events_once")).rows).toEqual([["spaces/0.10.0"]]);
  });

  it("lets what arrived go once it is merged and old, and never a row that was not", async () => {
    const old = event("old", at(0), at(0));
    await arrive([old, event("young", at(9), at(9))]);
    await merge(10);
    expect((await rowsOf("arrived")).length).toBe(2);
    await merge(15);
    expect((await lake.sql("SELECT record_uid FROM arrived")).rows).toEqual([["young"]]);
    // As many as the day had when it was merged, and another.
    const late = event("late", at(0), at(0, 13));
    await arrive([late]);
    await merge(16);
    expect(await rowsOf("events_once")).toEqual(once([old, event("young", at(9), at(9)), late]));
    expect(await rowsOf("arrived")).toEqual(once([event("young", at(9), at(9))]));
  });

  it("lets no row go that came after its day was merged, however old", async () => {
    await arrive([event("a", at(0), at(0))]);
    await merge(1);
    await arrive([event("b", at(0), at(0, 13))]);
    const end = mergeScript.slice(mergeScript.indexOf("BEGIN TRANSACTION"));
    const keepFrom = "SET keep_from = TIMESTAMP_TRUNC(CURRENT_TIMESTAMP(), DAY);";
    await runScript(lake, `${keepFrom}\n${end}`, at(16));
    expect((await rowsOf("arrived")).length).toBe(2);
    await merge(17);
    expect((await rowsOf("events_once")).length).toBe(2);
  });

  it("merges nobody who is forgotten, and lets go of what had arrived of them", async () => {
    const arrived = [
      event("a", at(0), at(0), { subject_id: "gone" }),
      event("b", at(0), at(0), { subject_id: "phone", user_id: "gone", tenant_id: "t" }),
      event("c", at(0), at(0), { subject_id: "phone", user_id: "gone", tenant_id: "u" }),
      event("d", at(3), at(3), { subject_id: "gone" }),
    ];
    await arrive(arrived);
    const until = "TIMESTAMP '2026-03-06 00:00:00'";
    await lake.sql(`INSERT INTO erased_subjects VALUES ('device:gone', NULL, ${until}), ('user:gone', 't', ${until})`);
    await merge(4);
    expect(await rowsOf("events_once")).toEqual(once(arrived.slice(2)));
    expect(await rowsOf("arrived")).toEqual(once(arrived.slice(2)));
  });

  it("merges what came late on a day that somebody who is forgotten has left: as many rows are not the same rows", async () => {
    const gone = event("gone", at(0), at(0), { subject_id: "gone" });
    const stays = event("stays", at(0), at(0));
    await arrive([gone, stays]);
    await merge(1);
    await lake.sql("INSERT INTO erased_subjects VALUES ('device:gone', NULL, TIMESTAMP '2026-03-05 00:00:00')");
    await merge(2);
    const late = event("late", at(0), at(0, 13));
    await arrive([late]);
    await merge(20);
    expect(await rowsOf("arrived")).toEqual([]);
    expect((await rowsOf("events_once")).filter((row) => row.includes("late"))).toEqual([shown(late)]);
  });

  it("takes out again who was forgotten while a merge that had read them was under way", async () => {
    const arrived = [event("a", at(0), at(0), { subject_id: "gone" }), event("b", at(0), at(0))];
    await arrive(arrived);
    await merge(1);
    // Noted and deleted, and then what the merge had read goes in.
    await lake.sql("INSERT INTO erased_subjects VALUES ('device:gone', 't', TIMESTAMP '2026-03-05 02:00:00')");
    await merge(2);
    expect(await rowsOf("events_once")).toEqual(once(arrived.slice(1)));
  });

  it("has each event once at any moment, whatever arrives when, however often and in whichever order it runs", async () => {
    await fc.assert(
      fc.asyncProperty(arrivals("a", "b", "c"), async (all) => {
        for (const table of ["arrived", "events_once", "merged_days"]) await lake.sql(`DELETE FROM ${table}`);
        const arrived: Row[] = [];
        for (const { uid, tenant, occurred, received, hour, version, runOn } of all) {
          const row = event(uid, at(occurred), at(received, hour), { tenant_id: tenant, pipeline: version });
          arrived.push(row);
          await arrive([row]);
          if (runOn !== undefined) await merge(runOn);
          expect(await rowsOf("events_latest")).toEqual(once(arrived));
        }
        await merge(6);
        expect(await rowsOf("events_once")).toEqual(once(arrived));
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});
