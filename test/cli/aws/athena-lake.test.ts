/** What commands read of the lake by Athena: its statements are Trino, and DuckDB runs them over landing and what is compacted. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { athenaLake, findSql, hoursSql, readSql } from "../../../cli/aws/athena-lake.ts";
import { openLakeDatabase } from "../../../cli/lake-database.ts";
import { read } from "../../../cli/query-duckdb.ts";
import type { LakePage } from "../../../cli/stage/lake.ts";
import { allColumns } from "../../../functions/athena/compaction/columns.ts";
import { noteErased } from "../../../functions/athena/compaction/erased.ts";
import { COMPACTED_TABLE, LAKE_TABLE } from "../../../shared/lake/table.ts";
import { newRow, type Row } from "../../../shared/row.ts";
import { land } from "../../functions/athena/landing.ts";
import { loadGrammars } from "../../functions/athena/sql-parser.ts";

const AT_MS = Date.parse("2026-03-02T10:30:00.123Z");
const HOUR_MS = 3_600_000;
const { signal } = new AbortController();

function row(uid: string, receivedAtMs: number, subject = "phone"): Row {
  return {
    ...newRow(uid, "IOT_TELEMETRY", receivedAtMs - 1_234, receivedAtMs, "test/1"),
    tenant_id: "t",
    subject_kind: "device",
    subject_id: subject,
    x: 1.5,
    location_types: ["a, b", "c"],
    measurements: { humidity: 40.25 },
    labels: { "a b": 'c"d' },
    payload: '{"a":1}',
  };
}
const withoutPayload = ({ payload: _, ...others }: Row) => others;

const early = row("early", AT_MS - HOUR_MS);
const landed = [row("one", AT_MS), row("two", AT_MS + 60_000), row("of whom is forgotten", AT_MS + 1, "gone")];
/** Compacted, and no more in landing. */
const compacted = [row("old", AT_MS - 30 * 24 * HOUR_MS)];

let folder: string;
let connection: DuckDBConnection;
let asked: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "athena-lake-"));
  const [landing, before] = [join(folder, "landing"), join(folder, "before")];
  await land(landing, [early, ...landed]);
  await land(before, compacted);
  connection = await openLakeDatabase(landing, "TABLE");
  const columns = allColumns.join(", ");
  await connection.run(
    `INSERT INTO ${COMPACTED_TABLE} (${columns}) SELECT ${columns}
     FROM read_parquet('${before}/**/*.parquet', hive_types = {'dt': VARCHAR, 'hour': INTEGER})`,
  );
  await connection.run(noteErased({ kind: "device", id: "gone", tenant: "t", atMs: AT_MS + HOUR_MS }));
  await connection.run("CREATE MACRO to_unixtime(moment) AS epoch_ms(moment) / 1000");
  await connection.run("CREATE MACRO json_format(json) AS CAST(json AS VARCHAR)");
});
afterAll(async () => {
  connection.closeSync();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
});

function lake(form: "landing" | "compacted") {
  return athenaLake({
    form: async () => form,
    async *pages(sql) {
      asked.push(sql);
      const { columns, rows } = await read(connection, sql.replace('l."$path"', "'s3://lake/a.parquet'"));
      for (const one of rows) yield { columns, rows: [one] };
    },
  });
}

/** How often a table was read for rows. */
const readOf = (table: string) => asked.filter((sql) => sql.includes(`\nFROM ${table} `)).length;

describe("the lake by Athena", () => {
  it("is asked in Trino", async () => {
    const { trino } = await loadGrammars();
    const span = { fromMs: AT_MS, toMs: AT_MS + 9 };
    for (const table of [LAKE_TABLE, COMPACTED_TABLE] as const)
      for (const sql of [hoursSql(table, span), readSql(table, span, true), findSql(table, "it's", span, true)])
        expect(trino.validate(`${sql};`)).toEqual([]);
  }, 60_000);

  it("gives rows as they are, hour by hour, of landing while it has them, and nobody who is forgotten", async () => {
    const pages: LakePage[] = [];
    const span = { fromMs: AT_MS - HOUR_MS, toMs: AT_MS + 60_000 };
    await lake("compacted").read(span, async (page) => void pages.push(page), signal);
    expect(pages.flatMap(({ rows }) => rows)).toEqual([early, landed[0]].map((one) => one && withoutPayload(one)));
    expect(pages.map(({ reachedMs }) => reachedMs)).toEqual(pages.map(({ reachedMs }) => reachedMs).sort());
    expect(pages.at(-1)).toEqual({ rows: [], reachedMs: span.toMs });
    expect(readOf(COMPACTED_TABLE)).toBe(0);
  });

  it("gives what landing has no longer, and asks no table that is not there", async () => {
    const [old] = compacted;
    const span = { fromMs: (old?.received_at ?? 0) - 5, toMs: (old?.received_at ?? 0) + 5 };
    const rows: Row[] = [];
    await lake("compacted").read(span, async (page) => void rows.push(...page.rows), signal);
    expect(rows).toEqual(compacted.map(withoutPayload));
    await lake("landing").read(span, async (page) => expect(page.rows).toEqual([]), signal);
    expect([readOf(COMPACTED_TABLE), readOf(LAKE_TABLE)]).toEqual([1, 0]);
  });

  it("finds an event by its uid, with payload and file", async () => {
    const span = { fromMs: AT_MS - HOUR_MS, toMs: AT_MS + HOUR_MS };
    expect(await lake("compacted").find("two", span, signal)).toEqual([{ row: landed[1], at: "s3://lake/a.parquet" }]);
    expect(await lake("compacted").find("of whom is forgotten", span, signal)).toEqual([]);
    expect(await lake("compacted").find("old", span, signal)).toEqual([]);
    expect(await lake("compacted").find("it's", span, signal)).toEqual([]);
  });

  it("is not asked on when it shall stop", async () => {
    const stop = new AbortController();
    let pages = 0;
    const take = async () => {
      pages++;
      stop.abort();
    };
    await lake("landing").read({ fromMs: AT_MS - HOUR_MS, toMs: AT_MS + HOUR_MS }, take, stop.signal);
    expect([pages, readOf(LAKE_TABLE)]).toEqual([1, 1]);
  });
});
