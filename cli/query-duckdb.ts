/** Named queries over the files of a local lake, compacted or not. */
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import { fill } from "../functions/athena/compaction/placeholders.ts";
import { replaceLatestView } from "../functions/athena/compaction/view.ts";
import { createLatestView } from "../functions/athena/ddl.ts";
import type { LakeForm } from "../shared/lake/lake-form.ts";
import { boundSql, type NamedQuery, type ParameterValues } from "../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";
import { hasCompacted, openLakeDatabase } from "./lake-database.ts";

/** Timestamps are `yyyy-MM-dd hh:mm:ss[.fff]`. */
export interface LocalLake {
  readonly form: LakeForm;
  /** The text that the cloud runs. Throws a RangeError for a value that does not fit, see `boundSql`. */
  run(query: NamedQuery, values?: ParameterValues, mostRows?: number): Promise<QueryResult>;
  /** The same question of all files, whatever the day they were written: a local lake is often filled with old events. */
  ask(query: NamedQuery, values?: ParameterValues, mostRows?: number): Promise<QueryResult>;
  /** The times of the first and the last event, epoch milliseconds. */
  span(): Promise<readonly [number, number]>;
  /** Any statement over `events` and `events_latest`. */
  sql(statement: string): Promise<QueryResult>;
  close(): void;
}

/** Before any landing file: a local view leaves none out. */
const FIRST_DAY = "1970-01-01";

/** `directory` is what the lake's writer wrote to. Throws a sentence when it holds no rows yet. */
export async function openLake(directory: string): Promise<LocalLake> {
  const form: LakeForm = (await hasCompacted(directory)) ? "compacted" : "landing";
  const connection = await openLakeDatabase(directory, "VIEW");
  await connection.run(form === "compacted" ? fill(replaceLatestView, { tail: FIRST_DAY }) : createLatestView());
  return {
    form,
    run: (query, values = {}, mostRows) => read(connection, boundSql(query, values, form), mostRows),
    ask: (query, values = {}, mostRows) => read(connection, boundSql(query, values, "compacted", false), mostRows),
    async span() {
      const [row = []] = (
        await read(connection, "SELECT epoch_ms(min(occurred_at)), epoch_ms(max(occurred_at)) FROM events")
      ).rows;
      return [Number(row[0]), Number(row[1])];
    },
    sql: (statement) => read(connection, statement),
    close: () => connection.closeSync(),
  };
}

/** What `ask` answers of the lake, which is closed whatever happens. */
export async function askLake<T>(directory: string, ask: (lake: LocalLake) => Promise<T>): Promise<T> {
  const lake = await openLake(directory);
  try {
    return await ask(lake);
  } finally {
    lake.close();
  }
}

/** Of an answer that is longer than `mostRows`, no more is read than shows that it is. */
export async function read(connection: DuckDBConnection, sql: string, mostRows?: number): Promise<QueryResult> {
  const reader =
    mostRows === undefined
      ? await connection.runAndReadAll(sql)
      : await connection.streamAndReadUntil(sql, mostRows + 1);
  const types = reader.columnTypes();
  return {
    columns: reader.columnNames(),
    rows: reader.getRowsJson().map((row) => row.map((cell, place) => cellOf(cell, types[place]))),
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
