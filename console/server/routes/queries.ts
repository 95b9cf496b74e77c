/** The named queries, and what the lake answers. */
import { momentsOf } from "../../../cli/query-period.ts";
import type { LakeQuestions } from "../../../cli/stage/questions.ts";
import type { NamedQueryFacts, QueryAnswer } from "../../api.ts";
import { notHere } from "../failure.ts";
import type { ConsoleParts } from "../parts.ts";
import { textAsked } from "../place-query.ts";
import type { Route } from "../route.ts";

/** More is for a program to read: spaces query gives all. */
const MOST_ROWS = 50_000;

export const queriesRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/queries",
    async answer(_, parts) {
      const { queries } = await questionsOf(parts);
      const facts: readonly NamedQueryFacts[] = queries.map(({ name, title, description, parameters }) => ({
        name,
        title,
        description,
        parameters,
      }));
      return { json: facts };
    },
  },
  {
    method: "GET",
    path: "/api/query",
    async answer({ parameters }, parts) {
      const { queries, ask, sql } = await questionsOf(parts);
      const name = textAsked(parameters, "name");
      const query = queries.find((known) => known.name === name);
      if (query === undefined) throw notHere("There is no query of that name.");
      const { name: _name, ...given } = Object.fromEntries(parameters);
      const values = { ...given, ...momentsOf(query, { param: given }) };
      const text = await sql(query, values);
      const { columns, rows } = await ask(query, values, MOST_ROWS);
      const answer: QueryAnswer = {
        columns,
        rows: rows.slice(0, MOST_ROWS),
        ...(rows.length > MOST_ROWS && { more: true }),
        chart: query.chart,
        sql: text,
      };
      return { json: answer };
    },
  },
];

async function questionsOf(parts: ConsoleParts): Promise<LakeQuestions> {
  const { questions } = (await parts.open()).stage;
  if (questions === undefined) throw notHere("This stage has no lake: the questions are asked of one.");
  return questions;
}
