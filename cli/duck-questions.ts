/** The lake of a local run, asked by DuckDB: in Trino's words, which the lakes on AWS and on Azure are asked in. */
import { namedQueries } from "../functions/athena/queries.ts";
import { boundSql } from "../shared/lake/named-query.ts";
import { hasCompacted } from "./lake-database.ts";
import { askLake } from "./query-duckdb.ts";
import type { LakeQuestions } from "./stage/questions.ts";

export function duckQuestions(directory: string): LakeQuestions {
  return {
    queries: namedQueries,
    ask: (query, values, mostRows) => askLake(directory, (lake) => lake.ask(query, values, mostRows)),
    sql: async (query, values) => boundSql(query, values, (await hasCompacted(directory)) ? "compacted" : "landing"),
  };
}
