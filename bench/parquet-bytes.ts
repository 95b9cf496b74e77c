/** The compressed bytes that a query reads of Parquet files, by their own footers: of columns, in the row groups that can hold a time. */
import type { LocalLake } from "../cli/query-duckdb.ts";

export interface Wanted {
  /** All of them, unless given. */
  readonly columns?: readonly string[];
  /** Days between which a row may have occurred, `until` not in it. */
  readonly between?: readonly [from: string, until: string];
}

/** Of the files below `folder`, of which there is one at least. */
export async function parquetBytes(
  lake: LocalLake,
  folder: string,
  { columns, between }: Wanted = {},
): Promise<number> {
  const list = columns?.map((name) => `'${name}'`).join(", ");
  const { rows } = await lake.sql(`
    WITH chunks AS (${chunksIn(folder)})
    SELECT sum(total_compressed_size)
    FROM chunks
    WHERE ${list === undefined ? "true" : `column_name IN (${list})`}
      AND ${between === undefined ? "true" : `(file_name, row_group_id) IN (${groupsWith(between)})`}`);
  return Number(rows[0]?.[0] ?? 0);
}

/** Row groups of which the least and the greatest time say that they may hold one of these days. */
function groupsWith([from, until]: readonly [string, string]): string {
  return `SELECT (file_name, row_group_id) FROM chunks WHERE column_name = 'occurred_at'
        AND CAST(stats_min_value AS timestamp) < TIMESTAMP '${until}' AND CAST(stats_max_value AS timestamp) >= TIMESTAMP '${from}'`;
}

export async function bytesByColumn(lake: LocalLake, folder: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await lake.sql(
    `SELECT column_name, sum(total_compressed_size) FROM (${chunksIn(folder)}) GROUP BY column_name`,
  );
  return new Map(rows.map(([name, bytes]) => [String(name), Number(bytes)]));
}

/** A map's keys and values are its column's. */
function chunksIn(folder: string): string {
  return `SELECT *, split_part(path_in_schema, ', ', 1) AS column_name
    FROM parquet_metadata('${folder.replaceAll("'", "''")}/**/*.parquet')`;
}
