/** A question an analyst asks of the lake, once, for Athena and for DuckDB alike. */
import type { Chart } from "./chart.ts";

export interface QueryParameter {
  readonly name: string;
  readonly type: "date" | "text" | "number";
  readonly description: string;
  /** Absent when the caller has to say it. */
  readonly default?: string;
}

/**
 * `sql` is Trino's, with parameters as `:name`. Each is bound where it stands, never through a WITH clause: Athena
 * leaves out partitions only by what is constant in the WHERE of the table itself.
 */
export interface NamedQuery {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly QueryParameter[];
  readonly sql: string;
  /** How its answer is drawn. */
  readonly chart: Chart;
}

export interface PositionalSql {
  /** With `?` for each use of a parameter. */
  readonly sql: string;
  /** The parameter each `?` stands for, in order. */
  readonly names: readonly string[];
}

/** What Athena takes: https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html */
export function positional({ sql }: NamedQuery): PositionalSql {
  const names: string[] = [];
  const text = sql.replace(/:([a-z][a-z0-9_]*)/g, (_, name: string) => {
    names.push(name);
    return "?";
  });
  return { sql: text, names };
}

/** The query as it is saved in Athena: its comment says what the question marks stand for, in order. */
export function savedSql(query: NamedQuery): string {
  const { sql, names } = positional(query);
  const order = names.map(
    (name) => `--   ${name}: ${query.parameters.find((known) => known.name === name)?.description}`,
  );
  return [
    `-- ${query.title}. ${query.description}.`,
    "-- Parameters, in order, texts and dates in quotes:",
    ...order,
    sql,
  ].join("\n");
}

export type ParameterValues = Readonly<Record<string, string>>;

/**
 * The value of every `?`, in order, given values over defaults.
 * Throws a RangeError whose one sentence names the parameter that is missing, unknown or of the wrong form.
 */
export function bindValues(
  query: NamedQuery,
  given: ParameterValues,
): readonly { name: string; value: string | number }[] {
  const known = query.parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`${query.name} has no parameter "${unknown}"; it takes ${known.join(", ") || "none"}.`);
  }
  return positional(query).names.map((name) => {
    const parameter = query.parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) throw new Error(`${query.name} uses :${name} without declaring it.`);
    const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
    if (value === undefined) {
      throw new RangeError(`${query.name} needs a value for "${name}": ${parameter.description}.`);
    }
    return { name, value: parse(parameter, value) };
  });
}

function parse({ name, type }: QueryParameter, value: string): string | number {
  switch (type) {
    case "text":
      return value;
    case "number": {
      const number = Number(value);
      if (value.trim() === "" || !Number.isFinite(number)) {
        throw new RangeError(`Parameter "${name}" must be a number.`);
      }
      return number;
    }
    case "date":
      if (!isDate(value)) throw new RangeError(`Parameter "${name}" must be a date written as yyyy-MM-dd.`);
      return value;
  }
}

function isDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** A bound value as the SQL literal that Athena's ExecutionParameters take. */
export function sqlLiteral(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
