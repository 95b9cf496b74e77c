/** The lake on Google Cloud, asked by BigQuery; that of a local run by DuckDB, in the same words. */
import type { BigQuery } from "@google-cloud/bigquery";
import type { LakeQuestions } from "../stage/questions.ts";
import { askGoogleLake } from "./local-lake.ts";
import { googleLiteralSql, googleQueries } from "./queries.ts";
import { type Dataset, queryBigQuery } from "./query.ts";

export function bigQueryQuestions(client: BigQuery, dataset: Dataset): LakeQuestions {
  return questions((query, values, mostRows) => queryBigQuery(client, dataset, query, values, mostRows));
}

export function googleLocalQuestions(directory: string): LakeQuestions {
  return questions((query, values, mostRows) => askGoogleLake(directory, query, values, mostRows));
}

function questions(ask: LakeQuestions["ask"]): LakeQuestions {
  return { queries: googleQueries, ask, sql: async (query, values) => googleLiteralSql(query, values) };
}
