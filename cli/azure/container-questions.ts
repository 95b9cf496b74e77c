/** The lake of a stage on Azure: the files of the days that are asked for are brought, and asked by DuckDB. */
import type { ContainerClient } from "@azure/storage-blob";
import { namedQueries } from "../../functions/athena/queries.ts";
import { boundSql } from "../../shared/lake/named-query.ts";
import type { LakeQuestions } from "../stage/questions.ts";
import { queryContainer } from "./query.ts";

export function containerQuestions(container: ContainerClient): LakeQuestions {
  return {
    queries: namedQueries,
    ask: (query, values, mostRows) => queryContainer(container, query, values, mostRows),
    sql: async (query, values) => boundSql(query, values, "compacted"),
  };
}
