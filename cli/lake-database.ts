/** A local lake in DuckDB: its files as tables, and the few functions of Trino's that DuckDB spells otherwise. */
import { glob, stat } from "node:fs/promises";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type CompactionTable, compactionTables } from "../functions/athena/compaction/tables.ts";
import { glueColumns, gluePartitionKeys } from "../functions/glue/schema.ts";
import { COMPACTED_FOLDER, COMPACTED_TABLE, EVENTS_FOLDER, LAKE_TABLE } from "../shared/lake/table.ts";
import { UserError } from "./user-error.ts";

/**
 * A moment in a zone is here its offset in minutes, all that is asked of it. `approx_percentile` is the value at rank
 * floor(share * n) + 1: what Athena answers for small groups, and estimates for large ones. The rest is the same to the
 * last digit.
 */
const trinoFunctions = [
  "with_timezone(moment, zone) AS timezone(zone, moment)",
  "at_timezone(moment, zone) AS date_diff('minute', timezone('UTC', moment), timezone(zone, moment))",
  "timezone_hour(shift) AS CAST(trunc(shift / 60) AS BIGINT)",
  "timezone_minute(shift) AS shift % 60",
  "date_add(part, many, moment) AS moment + many * CAST('1 ' || part AS INTERVAL)",
  "day_of_week(moment) AS isodow(moment)",
  "element_at(collection, wanted) AS collection[wanted]",
  `approx_percentile(reading, share) AS
    list_sort(list(reading))[least(count(reading), CAST(floor(share * count(reading)) AS BIGINT) + 1)]`,
];

const landing: CompactionTable = { name: LAKE_TABLE, columns: [...glueColumns, ...gluePartitionKeys] };

/**
 * Every table of the lake, as a view of its files or, to be written, as a table in memory; what has no files is an empty
 * table. Throws a sentence when the lake holds no rows yet.
 */
export async function openLakeDatabase(directory: string, kind: "VIEW" | "TABLE"): Promise<DuckDBConnection> {
  const connection = await openLanding(directory, await hasCompacted(directory));
  for (const macro of trinoFunctions) await connection.run(`CREATE MACRO ${macro}`);
  for (const table of compactionTables) {
    const files = tableFolder(directory, table.name);
    await declare(connection, table, kind, (await hasFiles(files)) ? files : undefined);
  }
  return connection;
}

/** The landing files alone, as the table `events`. Throws a sentence when there are none, unless `mayBeEmpty`. */
export async function openLanding(directory: string, mayBeEmpty = false): Promise<DuckDBConnection> {
  const folder = join(directory, EVENTS_FOLDER);
  const hasLanding = await hasFiles(folder);
  if (!hasLanding && !mayBeEmpty)
    throw new UserError(`There are no lake files in ${directory}; npm run local fills one.`);
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await declare(connection, landing, "VIEW", hasLanding ? folder : undefined);
  return connection;
}

function tableFolder(directory: string, table: string): string {
  return join(directory, COMPACTED_FOLDER, table);
}

export async function hasCompacted(directory: string): Promise<boolean> {
  const folder = await stat(tableFolder(directory, COMPACTED_TABLE)).catch(() => undefined);
  return folder?.isDirectory() ?? false;
}

async function declare(
  connection: DuckDBConnection,
  { name, columns }: CompactionTable,
  kind: "VIEW" | "TABLE",
  folder: string | undefined,
): Promise<void> {
  if (folder === undefined) {
    await connection.run(
      `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${duckType(column.type)}`)})`,
    );
    return;
  }
  const partitions =
    name === LAKE_TABLE
      ? "hive_partitioning = true, hive_types = {'dt': VARCHAR, 'hour': INTEGER}"
      : "hive_partitioning = false";
  await connection.run(
    `CREATE ${kind} ${name} AS SELECT ${columns.map((column) => column.name)}
      FROM read_parquet('${filesIn(folder)}', union_by_name = true, ${partitions})`,
  );
}

/** Hive's name of a type as DuckDB's. */
function duckType(type: string): string {
  return type.replace(/^array<(.+)>$/, "$1[]").replace(/^map<(.+),(.+)>$/, "MAP($1, $2)");
}

/** A pattern of all files; the folder's name is none, whatever is in it. */
function filesIn(folder: string): string {
  return `${folder.replaceAll("\\", "/").replace(/[[*?]/g, "[$&]")}/**/*.parquet`.replaceAll("'", "''");
}

async function hasFiles(folder: string): Promise<boolean> {
  for await (const _ of glob("**/*.parquet", { cwd: folder })) return true;
  return false;
}
