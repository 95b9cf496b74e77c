/** A local lake asked in GoogleSQL: its landing files as the table `arrived`, the other tables of the dataset in memory. */

import { ARRIVED_TABLE, ERASED_TABLE, LATEST_VIEW, MERGED_DAYS_TABLE, ONCE_TABLE } from "../../gcp/bigquery/tables.ts";
import { latestView } from "../../gcp/bigquery/view.ts";
import type { NamedQuery, ParameterValues } from "../../shared/lake/named-query.ts";
import type { QueryResult } from "../../shared/lake/query-result.ts";
import { LAKE_TABLE } from "../../shared/lake/table.ts";
import { columnList } from "../../shared/row.ts";
import { openLanding } from "../lake-database.ts";
import { read } from "../query-duckdb.ts";
import { duckSql, googleDefinitions } from "./duck-sql.ts";
import { googleParameters } from "./queries.ts";

/** Timestamps are `yyyy-MM-dd hh:mm:ss[.fff]`. */
export interface LocalGoogleLake {
  /** Throws a RangeError for a value that does not fit, see `boundSql`. */
  ask(query: NamedQuery, values?: ParameterValues, mostRows?: number): Promise<QueryResult>;
  /** The times of the first and the last event, epoch milliseconds. */
  span(): Promise<readonly [number, number]>;
  /** Any statement of GoogleSQL as far as `duckSql` goes. */
  sql(statement: string): Promise<QueryResult>;
  close(): void;
}

/** `directory` is what the lake's writer wrote to; `arrived` as a table can be deleted from. Throws a sentence when it holds no rows yet. */
export async function openGoogleLake(directory: string, arrived: "VIEW" | "TABLE" = "VIEW"): Promise<LocalGoogleLake> {
  const connection = await openLanding(directory);
  const columns = columnList.map(({ name }) => name).join(", ");
  const definitions = [
    ...googleDefinitions,
    `CREATE ${arrived} ${ARRIVED_TABLE} AS SELECT ${columns} FROM ${LAKE_TABLE}`,
    `CREATE TABLE ${ONCE_TABLE} AS SELECT ${columns} FROM ${LAKE_TABLE} WHERE FALSE`,
    `CREATE TABLE ${MERGED_DAYS_TABLE} (day DATE, row_count BIGINT)`,
    `CREATE TABLE ${ERASED_TABLE} (subject VARCHAR, tenant_id VARCHAR, erased_at TIMESTAMP)`,
    duckSql(`CREATE VIEW ${LATEST_VIEW} AS ${latestView}`),
  ];
  for (const definition of definitions) await connection.run(definition);
  return {
    ask: (query, values = {}, mostRows) =>
      read(connection, duckSql(query.sql, googleParameters(query, values)), mostRows),
    async span() {
      const [row = []] = (
        await read(connection, `SELECT epoch_ms(min(occurred_at)), epoch_ms(max(occurred_at)) FROM ${LATEST_VIEW}`)
      ).rows;
      return [Number(row[0]), Number(row[1])];
    },
    sql: (statement) => read(connection, duckSql(statement)),
    close: () => connection.closeSync(),
  };
}

/** The answer of the lake, which is closed whatever happens. */
export async function askGoogleLake(
  directory: string,
  query: NamedQuery,
  values: ParameterValues,
  mostRows?: number,
): Promise<QueryResult> {
  const lake = await openGoogleLake(directory);
  try {
    return await lake.ask(query, values, mostRows);
  } finally {
    lake.close();
  }
}
