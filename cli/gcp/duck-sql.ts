/** GoogleSQL for DuckDB: the few functions it spells otherwise, and the few spellings that no function can make good for. */
import { sqlLiteral } from "../../shared/lake/sql-literal.ts";
import type { GoogleParameter } from "./queries.ts";

/**
 * JSON columns are maps here, so that an element of one is its value already. `approx_quantiles` is exact: of every share
 * the value at rank floor(share * n) + 1, which BigQuery answers of small groups, and estimates of large ones.
 */
export const googleDefinitions: readonly string[] = [
  "CREATE TYPE FLOAT64 AS DOUBLE",
  "CREATE MACRO lax_float64(element) AS element",
  "CREATE MACRO lax_string(element) AS element",
  "CREATE MACRO safe_offset(place) AS place + 1",
  "CREATE MACRO datetime(moment, zone) AS timezone(zone, timezone('UTC', moment))",
  "CREATE MACRO datetime_trunc(moment, part) AS date_trunc(part, moment)",
  "CREATE MACRO datetime_diff(until, since, part) AS date_sub(part, since, until)",
  "CREATE MACRO datetime_add(moment, duration) AS moment + duration",
  "CREATE MACRO timestamp_trunc(moment, part) AS date_trunc(part, moment)",
  "CREATE MACRO timestamp_diff(until, since, part) AS date_sub(part, since, until)",
  "CREATE MACRO timestamp_add(moment, duration) AS moment + duration",
  "CREATE MACRO timestamp_sub(moment, duration) AS moment - duration",
  "CREATE MACRO unix_millis(moment) AS epoch_ms(moment)",
  "CREATE MACRO to_json_string(whole) AS CAST(to_json(whole) AS VARCHAR)",
  "CREATE MACRO format_datetime(form, moment) AS strftime(moment, form)",
  `CREATE MACRO approx_quantiles(reading, parts) AS list_transform(
    range(0, parts + 1),
    lambda part: list_sort(list(reading))[least(count(reading), CAST(floor(part / parts * count(reading)) AS BIGINT) + 1)]
  )`,
];

/** The statement with its parameters as literals. */
export function duckSql(sql: string, parameters: readonly GoogleParameter[] = []): string {
  const literals = new Map(parameters.map((parameter) => [parameter.name, literal(parameter)]));
  return sql
    .replaceAll(
      /,(\s*)(MILLISECOND|HOUR|DAY|WEEK)(\s*)\)/g,
      (_, before: string, part: string, after: string) => `,${before}'${part.toLowerCase()}'${after})`,
    )
    .replaceAll("SAFE_CAST(", "TRY_CAST(")
    .replaceAll("CURRENT_TIMESTAMP()", "timezone('UTC', now())")
    .replaceAll(/UNNEST\((REGEXP_EXTRACT_ALL\(.*)\)\) AS (\w+)/g, "UNNEST($1, 1)) AS unnested($2)")
    .replaceAll(/@([a-z][a-z0-9_]*)/g, (_, name: string) => {
      const value = literals.get(name);
      if (value === undefined) throw new Error(`The statement uses @${name} without declaring it.`);
      return value;
    });
}

function literal({ type, value }: GoogleParameter): string {
  if (value === null) return "NULL";
  switch (type) {
    case "TIMESTAMP":
      return `TIMESTAMP ${sqlLiteral(value)}`;
    case "FLOAT64":
      return `CAST(${sqlLiteral(value)} AS DOUBLE)`;
    case "STRING":
      return sqlLiteral(value);
  }
}
