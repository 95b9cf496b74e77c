/** Named queries over the files of a local lake: DuckDB with the few functions of Trino's that it spells otherwise. */
import { DuckDBInstance, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { createLatestView } from "../functions/athena/ddl.ts";
import { bindValues, type NamedQuery, type ParameterValues, positional } from "../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";
import { EVENTS_FOLDER, LAKE_TABLE } from "../shared/lake/table.ts";

/** Timestamps are `yyyy-MM-dd hh:mm:ss[.fff]`. */
export interface LocalLake {
  /** Throws a RangeError for a value that does not fit, see `bindValues`. */
  run(query: NamedQuery, values?: ParameterValues): Promise<QueryResult>;
  /** Any statement over `events` and `events_latest`. */
  sql(statement: string): Promise<QueryResult>;
  close(): void;
}

/** approx_percentile is exact here, an estimate in Athena; the rest is the same to the last digit. */
const trinoFunctions = [
  "with_timezone(moment, zone) AS timezone(zone, moment)",
  "at_timezone(moment, zone) AS timezone(zone, moment)",
  "day_of_week(moment) AS isodow(moment)",
  "element_at(collection, wanted) AS collection[wanted]",
  "approx_percentile(reading, share) AS quantile_disc(reading, share)",
];

/** `directory` is what a delivery stream wrote to. Throws a sentence when it holds no rows yet. */
export async function openLake(directory: string): Promise<LocalLake> {
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  // The folder's name is no pattern, whatever is in it.
  const folder = directory.replaceAll("\\", "/").replace(/[[*?]/g, "[$&]");
  const files = `${folder}/${EVENTS_FOLDER}/**/*.parquet`.replaceAll("'", "''");
  try {
    for (const macro of trinoFunctions) await connection.run(`CREATE MACRO ${macro}`);
    await connection.run(
      `CREATE VIEW ${LAKE_TABLE} AS SELECT * FROM read_parquet('${files}',
        hive_partitioning = true, hive_types = {'dt': VARCHAR, 'hour': INTEGER}, union_by_name = true)`,
    );
    await connection.run(createLatestView());
  } catch (error) {
    connection.closeSync();
    if (String(error).includes("No files found"))
      throw new Error(`There are no lake files in ${directory}; npm run local fills one.`);
    throw error;
  }

  async function read(sql: string, values: readonly (string | number)[]): Promise<QueryResult> {
    const reader = await connection.runAndReadAll(sql, [...values]);
    const types = reader.columnTypes();
    return {
      columns: reader.columnNames(),
      rows: reader.getRowsJson().map((row) => row.map((cell, place) => cellOf(cell, types[place]))),
    };
  }

  return {
    run: (query, values = {}) =>
      read(
        positional(query).sql,
        bindValues(query, values).map(({ value }) => value),
      ),
    sql: (statement) => read(statement, []),
    close: () => connection.closeSync(),
  };
}

/** Numbers of every width as numbers; whatever has no JSON form of its own as text. */
function cellOf(cell: unknown, type: DuckDBType | undefined): Cell {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "number" || typeof cell === "boolean") return cell;
  if (typeof cell !== "string") return JSON.stringify(cell);
  return type !== undefined && numericTypes.has(type.typeId) ? Number(cell) : cell;
}

/** Those that DuckDB's JSON form writes as text. */
const numericTypes: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.DECIMAL,
]);
