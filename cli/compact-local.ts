/** Compaction of a local lake: the statements Athena gets, run by DuckDB, the tables kept as Parquet beside landing. */
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { daysToCompact, noteDay } from "../functions/athena/compaction/ledger.ts";
import { mergeWeek, weeksOfDay } from "../functions/athena/compaction/merge.ts";
import { fill } from "../functions/athena/compaction/placeholders.ts";
import { compactionTables } from "../functions/athena/compaction/tables.ts";
import { COMPACTED_FOLDER } from "../shared/lake/table.ts";
import { openLakeDatabase } from "./lake-database.ts";
import { read } from "./query-duckdb.ts";

/** Before any landing file: a local lake keeps them all. */
const OLDEST = "1970-01-01";

/** Moves what arrived before `today` (`yyyy-MM-dd`, UTC); answers the days of arrival it moved. Run twice it moves none. */
export async function compactLocal(directory: string, today: string): Promise<readonly string[]> {
  const connection = await openLakeDatabase(directory, "TABLE");
  try {
    const days = await mergeDays(connection, today);
    await writeTables(connection, directory);
    return days;
  } finally {
    connection.closeSync();
  }
}

/** The order of the state machine in the cloud. */
async function mergeDays(connection: DuckDBConnection, today: string): Promise<readonly string[]> {
  const { rows } = await read(connection, fill(daysToCompact, { today, oldest: OLDEST }));
  const days = rows.map(([day, count]) => ({ day: String(day), rows: String(count) }));
  for (const { day, rows } of days) {
    const weeks = await read(connection, fill(weeksOfDay, { day }));
    for (const [from, until] of weeks.rows)
      await connection.run(fill(mergeWeek, { day, from: String(from), until: String(until) }));
    await connection.run(fill(noteDay, { day, rows }));
  }
  return days.map(({ day }) => day);
}

/** All tables anew, then in place of the old ones: DuckDB writes no single row of a Parquet file. */
export async function writeTables(connection: DuckDBConnection, directory: string): Promise<void> {
  const fresh = join(directory, `${COMPACTED_FOLDER}.new`);
  await rm(fresh, { recursive: true, force: true });
  for (const { name, partitionedBy } of compactionTables) {
    const folder = join(fresh, name);
    await mkdir(folder, { recursive: true });
    const target = (partitionedBy === undefined ? join(folder, "table.parquet") : folder).replaceAll("'", "''");
    await connection.run(
      partitionedBy === undefined
        ? `COPY ${name} TO '${target}' (FORMAT parquet, COMPRESSION zstd)`
        : `COPY (SELECT *, CAST(occurred_at AS date) AS occurred_on FROM ${name})
             TO '${target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (occurred_on), OVERWRITE_OR_IGNORE)`,
    );
  }
  await rm(join(directory, COMPACTED_FOLDER), { recursive: true, force: true });
  await rename(fresh, join(directory, COMPACTED_FOLDER));
}
