/** The lake of a stage, asked by Athena. */

import { AthenaClient } from "@aws-sdk/client-athena";
import { namedQueries } from "../../functions/athena/queries.ts";
import { lakeNames } from "../../infra/names.ts";
import { boundSql } from "../../shared/lake/named-query.ts";
import { athenaSend, formOf, runInAthena } from "../query-athena.ts";
import type { LakeQuestions } from "../stage/questions.ts";

export function athenaQuestions(stage: string, region: string): LakeQuestions {
  const send = athenaSend(new AthenaClient({ region }));
  const names = lakeNames(stage);
  return {
    queries: namedQueries,
    ask: (query, values, mostRows) => runInAthena(send, names, query, values, undefined, mostRows),
    sql: async (query, values) => boundSql(query, values, await formOf(send, names)),
  };
}
