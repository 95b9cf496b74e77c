/** The named queries as Google Cloud runs them: the same questions, in GoogleSQL. */
import { namedQueries } from "../../functions/athena/queries.ts";
import { googleSql } from "../../gcp/bigquery/queries.ts";
import { type NamedQuery, type ParameterValues, parameterValues } from "../../shared/lake/named-query.ts";

/** Parameters stand in `sql` as `@name`. */
export const googleQueries: readonly NamedQuery[] = namedQueries.map((query) => ({ ...query, sql: sqlOf(query.name) }));

function sqlOf(name: string): string {
  const sql = googleSql[name];
  if (sql === undefined) throw new Error(`The query ${name} is not written in GoogleSQL.`);
  return sql;
}

export interface GoogleParameter {
  readonly name: string;
  readonly type: "TIMESTAMP" | "STRING" | "FLOAT64";
  /** A TIMESTAMP as `yyyy-MM-dd`, or with a time, of UTC. */
  readonly value: string | number | null;
}

/** Throws a RangeError for a value that does not fit, see `boundSql`. */
export function googleParameters(query: NamedQuery, given: ParameterValues): readonly GoogleParameter[] {
  const values = parameterValues(query, given);
  return query.parameters.map(({ name, type }) => ({ name, type: googleType[type], value: values.get(name) ?? "" }));
}

const googleType = { date: "TIMESTAMP", moment: "TIMESTAMP", text: "STRING", number: "FLOAT64" } as const;
