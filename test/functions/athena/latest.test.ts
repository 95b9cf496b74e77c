/** What a period opens of landing, and local time, by DuckDB over a table of days. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLakeDatabase } from "../../../cli/lake-database.ts";
import { read } from "../../../cli/query-duckdb.ts";
import { inPeriod, latestWithLocalTime, onDay, period, timeZone } from "../../../functions/athena/latest.ts";
import { boundSql, type NamedQuery } from "../../../shared/lake/named-query.ts";
import { newRow } from "../../../shared/row.ts";
import { land } from "./landing.ts";

const HOUR_MS = 3_600_000;
const YEAR_MS = Date.parse("2026-01-01T00:00:00Z");
const HOURS = 8_760;

function query(condition: string, parameters: NamedQuery["parameters"]): NamedQuery {
  const sql = `SELECT dt FROM days WHERE ${condition} ORDER BY dt`;
  const chart = { kind: "bar", x: ["dt"], y: ["dt"] } as const;
  return { name: "days", title: "Days", description: "Days", parameters, chart, sql };
}

describe("A period", () => {
  let directory: string;
  let database: DuckDBConnection;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "latest-"));
    const hours = Array.from({ length: HOURS }, (_, hour) => YEAR_MS + hour * HOUR_MS);
    await land(
      directory,
      hours.map((at, hour) => newRow(String(hour), "TYPE", at, YEAR_MS, "spaces/0.1.0")),
    );
    database = await openLakeDatabase(directory, "VIEW");
    // Each day's files hold something of every day: the condition on dt alone decides.
    await database.run(`CREATE TABLE days AS SELECT CAST(d AS VARCHAR) AS dt, TIMESTAMP '2026-03-02 12:00:00' AS occurred_at
      FROM (SELECT CAST(unnest(generate_series(DATE '2026-02-01', DATE '2026-04-01', INTERVAL '1' DAY)) AS date) AS d)`);
  });
  afterAll(async () => {
    database.closeSync();
    await rm(directory, { recursive: true });
  });

  async function opened(sql: string): Promise<unknown> {
    return (await read(database, sql)).rows.flat();
  }

  const oneDay = { from: "2026-03-02", to: "2026-03-03" };
  const around = ["2026-03-01", "2026-03-02", "2026-03-03"];

  it("of a day opens that day's landing files and a day's on either side, no fourth", async () => {
    expect(await opened(boundSql(query(inPeriod, period), oneDay, "landing"))).toEqual(around);
    const day = [{ name: "day", type: "date", description: "Day" }] as const;
    expect(await opened(boundSql(query(onDay, day), { day: "2026-03-02" }, "landing"))).toEqual(around);
  });

  it("of a compacted lake says nothing of the day of arrival", async () => {
    const all = await opened(boundSql(query(inPeriod, period), oneDay, "compacted"));
    expect(all).toHaveLength(60);
  });

  it.each(["UTC", "Europe/Paris", "America/St_Johns", "Asia/Kolkata", "Pacific/Marquesas", "Australia/Lord_Howe"])(
    "has local time in %s in every hour of the year",
    async (zone) => {
      const sql = `${latestWithLocalTime(["record_uid"], ["occurred_at IS NOT NULL"])}
        SELECT count(*), count(DISTINCT record_uid) FROM latest
        WHERE local_time = timezone('${zone}', timezone('UTC', occurred_at))`;
      const local: NamedQuery = { ...query("", [timeZone]), sql };
      const { rows } = await read(database, boundSql(local, { time_zone: zone }, "landing"));
      expect(rows).toEqual([[HOURS, HOURS]]);
    },
  );
});
