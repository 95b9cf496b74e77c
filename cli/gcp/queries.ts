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

/** The statement with its parameters as literals of GoogleSQL: https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#literals */
export function googleLiteralSql(query: NamedQuery, given: ParameterValues): string {
  const literals = new Map(googleParameters(query, given).map((parameter) => [parameter.name, literalOf(parameter)]));
  return query.sql.replaceAll(/@([a-z][a-z0-9_]*)/g, (whole, name: string) => literals.get(name) ?? whole);
}

function literalOf({ type, value }: GoogleParameter): string {
  if (value === null) return "NULL";
  // A JSON text has the escapes that GoogleSQL has.
  const text = JSON.stringify(String(value));
  if (type === "TIMESTAMP") return `TIMESTAMP ${text}`;
  return type === "FLOAT64" ? String(value) : text;
}

const googleType = { date: "TIMESTAMP", moment: "TIMESTAMP", text: "STRING", number: "FLOAT64" } as const;
