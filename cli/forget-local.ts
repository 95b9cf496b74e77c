/** One person or device out of a local lake: its landing files are rewritten too, which in the cloud expire. */
import { glob, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { countAbout, deleteErased, isAbout, noteErased } from "../functions/athena/compaction/erased.ts";
import type { Erasure } from "../shared/lake/erasure.ts";
import { COMPACTED_TABLE, EVENTS_FOLDER, LAKE_TABLE } from "../shared/lake/table.ts";
import { writeTables } from "./compact-local.ts";
import { openLakeDatabase } from "./lake-database.ts";
import { read } from "./query-duckdb.ts";

/** Rows, copies each. */
export interface LakeRows {
  readonly compacted: number;
  readonly landing: number;
}

/** Answers what the lake holds of the subject; deletes it where `write` is true, and then no file has it. */
export async function forgetLocal(directory: string, erasure: Erasure, write: boolean): Promise<LakeRows> {
  const connection = await openLakeDatabase(directory, "TABLE");
  try {
    const count = async (table: string) => Number((await read(connection, countAbout(erasure, table))).rows[0]?.[0]);
    const found = { compacted: await count(COMPACTED_TABLE), landing: await count(LAKE_TABLE) };
    if (!write) return found;
    await connection.run(noteErased(erasure));
    await connection.run(deleteErased(erasure));
    await writeTables(connection, directory);
    if (found.landing > 0) await rewriteLanding(connection, join(directory, EVENTS_FOLDER), erasure);
    return found;
  } finally {
    connection.closeSync();
  }
}

async function rewriteLanding(connection: DuckDBConnection, folder: string, erasure: Erasure): Promise<void> {
  for await (const name of glob("**/*.parquet", { cwd: folder })) {
    const file = join(folder, name);
    const rows = `read_parquet('${quoted(file).replace(/[[*?]/g, "[$&]")}', hive_partitioning = false)`;
    const [counts] = (
      await read(connection, `SELECT count(*), count(*) FILTER (WHERE ${isAbout(erasure)}) FROM ${rows}`)
    ).rows;
    const [all, about] = (counts ?? []).map(Number);
    if (about === 0) continue;
    if (about === all) {
      await rm(file);
      continue;
    }
    // A row whose columns are absent is about nobody: the condition is then neither true nor false.
    const kept = `SELECT * FROM ${rows} WHERE (${isAbout(erasure)}) IS NOT TRUE`;
    await connection.run(`COPY (${kept}) TO '${quoted(`${file}.new`)}' (FORMAT parquet)`);
    await rename(`${file}.new`, file);
  }
}

function quoted(path: string): string {
  return path.replaceAll("'", "''");
}
