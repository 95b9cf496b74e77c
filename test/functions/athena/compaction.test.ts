/** Compaction, by its effect: the statements Athena gets, run by DuckDB over landing files, against plain arrays. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compactLocal } from "../../../cli/compact-local.ts";
import { openLake } from "../../../cli/query-duckdb.ts";
import type { Cell } from "../../../shared/lake/query-result.ts";
import { COMPACTED_TABLE, LATEST_VIEW, partitionOf } from "../../../shared/lake/table.ts";
import { columnList, type Row } from "../../../shared/row.ts";
import { arrivals, at, event, sixOfOneUid } from "../../support/lake-events.ts";
import { identityOf } from "./expected-arithmetic.ts";
import { land } from "./landing.ts";

function today(day: number): string {
  return new Date(at(day)).toISOString().slice(0, 10);
}

/** Of each event the copy to keep: the last to arrive, else the one of the newest version. */
function oracle(arrived: readonly Row[]): readonly Row[] {
  const minor = (row: Row) => Number(/\/\d+\.(\d+)\./.exec(row.pipeline)?.[1] ?? -1);
  return [...Map.groupBy(arrived, identityOf).values()].flatMap((copies) =>
    copies.toSorted((a, b) => b.received_at - a.received_at || minor(b) - minor(a)).slice(0, 1),
  );
}

/** Every column of the row as the lake answers it. */
function asAnswered(row: Row): string {
  return JSON.stringify(
    columnList.map(({ name, type }) => {
      const value = row[name];
      if (value === undefined || value === null) return null;
      if (type === "timestamp") return Number(value);
      if (type === "map<string,double>" || type === "map<string,string>") return Object.entries(value).sort();
      return value;
    }),
  );
}

async function answered(directory: string, from: string): Promise<readonly string[]> {
  const lake = await openLake(directory);
  const selected = columnList.map(({ name, type }) => (type === "timestamp" ? `epoch_ms(${name}) AS ${name}` : name));
  const { rows } = await lake.sql(`SELECT ${selected.join(", ")} FROM ${from}`);
  lake.close();
  return rows.map((row) => JSON.stringify(row.map((cell, place) => plain(cell, place)))).sort();
}

function plain(cell: Cell, place: number): unknown {
  const type = columnList[place]?.type;
  if (type === "timestamp") return cell === null ? null : Number(cell);
  if (typeof cell !== "string" || type === "string") return cell;
  const value: unknown = JSON.parse(cell);
  return type === "string[]"
    ? value
    : (value as { key: string; value: unknown }[]).map((entry) => [entry.key, entry.value]).sort();
}

describe("Compaction", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "compaction's [lake] "));
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function expectOnce(arrived: readonly Row[]): Promise<void> {
    expect(await answered(directory, LATEST_VIEW)).toEqual(oracle(arrived).map(asAnswered).sort());
  }

  const rich = event("rich", at(0), at(0, 13), {
    location_types: ["ZONE", "it's"],
    measurements: { temperature_c: 21.5, co2_ppm: 0 },
    labels: { note: "a 'quoted' ; --", empty: "" },
    payload: '{"a":":day ?"}',
    entered_at: at(0, 9),
    dwell_minutes: 0,
  });

  it("keeps every column, maps and lists too, as landing has it", async () => {
    await land(directory, [rich]);
    await compactLocal(directory, today(1));
    expect(await answered(directory, COMPACTED_TABLE)).toEqual([asAnswered(rich)]);
    await expectOnce([rich]);
  });

  it("moves whole days before today, once: what it did it does not do again", async () => {
    const arrived = [event("a", at(0), at(0)), event("b", at(1), at(1)), event("c", at(2), at(2))];
    await land(directory, arrived);
    expect(await compactLocal(directory, today(2))).toEqual([today(0), today(1)]);
    expect(await answered(directory, COMPACTED_TABLE)).toHaveLength(2);
    await expectOnce(arrived);
    expect(await compactLocal(directory, today(2))).toEqual([]);
    await expectOnce(arrived);
  });

  it("finds by arrival what came late, what was redriven weeks after, and a file that came after its day was moved", async () => {
    const first = [event("a", at(0), at(0))];
    await land(directory, first);
    await compactLocal(directory, today(1));
    const late = [event("b", at(0), at(1)), event("c", at(-40), at(1)), event("d", at(0, 1), at(0, 2))];
    await land(directory, late);
    await expectOnce([...first, ...late]);
    expect(await compactLocal(directory, today(2))).toEqual([today(0), today(1)]);
    expect(await answered(directory, COMPACTED_TABLE)).toHaveLength(4);
    await expectOnce([...first, ...late]);
  });

  it("takes clocks that are centuries wrong", async () => {
    const arrived = [event("a", 0, at(0)), event("b", 9_999_999_999_999, at(0)), event("c", at(0), at(0))];
    await land(directory, arrived);
    await compactLocal(directory, today(1));
    expect(await answered(directory, COMPACTED_TABLE)).toEqual(oracle(arrived).map(asAnswered).sort());
  });

  it("makes up for days it did not run", async () => {
    const arrived = Array.from({ length: 6 }, (_, day) => event(`e${day}`, at(day), at(day)));
    await land(directory, arrived);
    expect(await compactLocal(directory, today(6))).toHaveLength(6);
    await expectOnce(arrived);
  });

  it("counts a copy that arrived after midnight once, before and after either day is moved", async () => {
    const copy = event("a", at(0, 23), at(0, 23.9), { presence: "entry" });
    const again = { ...copy, received_at: at(1, 0.1), presence: "exit" as const };
    await land(directory, [copy, again]);
    await expectOnce([copy, again]);
    await compactLocal(directory, today(1));
    const lake = await openLake(directory);
    expect((await lake.sql(`SELECT count(*) FROM ${LATEST_VIEW}`)).rows).toEqual([[1]]);
    lake.close();
    await compactLocal(directory, today(2));
    await expectOnce([copy, again]);
  });

  it("keeps of copies that arrived together the one of the newest version, whichever day is moved first", async () => {
    const copies = ["spaces/0.9.0", "spaces/0.10.0", "spaces/0.2.0", "odd"].map((pipeline) => ({
      ...event("a", at(0), at(0)),
      pipeline,
    }));
    await land(directory, copies.slice(0, 1));
    await compactLocal(directory, today(1));
    await land(directory, copies.slice(1));
    await compactLocal(directory, today(1));
    const lake = await openLake(directory);
    expect((await lake.sql(`SELECT pipeline FROM ${COMPACTED_TABLE}`)).rows).toEqual([["spaces/0.10.0"]]);
    lake.close();
  });

  it("tells events by their full identity: tenant, none, subject and time", async () => {
    const arrived = sixOfOneUid;
    await land(directory, [...arrived, ...arrived]);
    await compactLocal(directory, today(1));
    await land(directory, arrived);
    await compactLocal(directory, today(2));
    expect(await answered(directory, COMPACTED_TABLE)).toHaveLength(6);
    await expectOnce(arrived);
  });

  it("lays files by the day it happened, whenever it arrived", async () => {
    await land(directory, [event("a", at(0), at(2)), event("b", at(2), at(2))]);
    await compactLocal(directory, today(3));
    const folders = await readdir(join(directory, "compacted", COMPACTED_TABLE));
    expect(folders.sort()).toEqual([`occurred_on=${today(0)}`, `occurred_on=${today(2)}`]);
  });

  it("has each event once at any moment, whatever arrives when, however often and in whichever order it runs", async () => {
    await fc.assert(
      fc.asyncProperty(arrivals("a", "b", "c", "d"), async (all) => {
        const lake = await mkdtemp(join(tmpdir(), "any-"));
        const arrived: Row[] = [];
        for (const { uid, tenant, occurred, received, hour, version, runOn } of all) {
          const row = event(uid, at(occurred), at(received, hour), {
            tenant_id: tenant,
            pipeline: version,
            payload: `${received}/${hour}/${version}`,
          });
          arrived.push(row);
          await land(lake, [row]);
          if (runOn !== undefined) await compactLocal(lake, today(runOn));
        }
        await compactLocal(lake, today(6));
        expect(await answered(lake, COMPACTED_TABLE)).toEqual(oracle(arrived).map(asAnswered).sort());
        expect(await answered(lake, LATEST_VIEW)).toEqual(oracle(arrived).map(asAnswered).sort());
        await rm(lake, { recursive: true });
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});

describe("A landing file", () => {
  it("lies where its row arrived", () => {
    expect(partitionOf(at(0, 23))).toEqual({ dt: today(0), hour: 23 });
  });
});
