/** A question an analyst asks of the lake, once, for Athena and for DuckDB alike. */
import type { Chart } from "./chart.ts";
import { inForm, type LakeForm } from "./lake-form.ts";
import { isDay, isMoment, isWritable, sqlLiteral } from "./sql-literal.ts";

export interface QueryParameter {
  readonly name: string;
  readonly type: "date" | "moment" | "text" | "number";
  readonly description: string;
  /** Absent when the caller has to say it. */
  readonly default?: string;
}

/**
 * `sql` is Trino's, with parameters as `:name` and with what depends on the lake's form between marks (`only`). Each
 * parameter is bound where it stands, never through a WITH clause: Athena leaves out partitions only by what is constant
 * in the WHERE of the table itself.
 */
export interface NamedQuery {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly QueryParameter[];
  readonly sql: string;
  /** How its answer is drawn. */
  readonly chart: Chart;
  /** For a question about the copies, which compaction leaves out: asked of the landing files in any lake. */
  readonly reads?: "landing";
}

const parameterUse = /:([a-z][a-z0-9_]*)/g;

/** The query's text for a lake of this form, parameters as `:name`; `byArrival`: leaving out files of other days, where it can. */
export function sqlFor({ sql, reads }: NamedQuery, form: LakeForm, byArrival = true): string {
  return inForm(sql, reads ?? form, byArrival);
}

/** The parameters the query uses, in order, a name as often as it is used. */
export function usedParameters(query: NamedQuery, form: LakeForm): readonly string[] {
  return [...sqlFor(query, form).matchAll(parameterUse)].map(([, name = ""]) => name);
}

/**
 * The query as it is saved in Athena, whose parameters may stand in the WHERE clause alone
 * (https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html): what has a default has it in the
 * text, the rest is asked for by question marks, and the comment says which is which.
 */
export function savedSql(query: NamedQuery, form: LakeForm): string {
  const defaultOf = new Map(query.parameters.map((parameter) => [parameter.name, literalDefault(parameter)]));
  const about = (name: string) => query.parameters.find((known) => known.name === name)?.description;
  const used = usedParameters(query, form);
  const asked = used.filter((name) => defaultOf.get(name) === undefined).map((name) => `--   ${name}: ${about(name)}`);
  const written = [...new Set(used)].flatMap((name) => {
    const literal = defaultOf.get(name);
    return literal === undefined ? [] : [`--   ${literal} is ${name}: ${about(name)}`];
  });
  return [
    `-- ${query.title}. ${query.description}.`,
    "-- Parameters, in order, texts and dates in quotes:",
    ...asked,
    ...(written.length === 0 ? [] : ["-- Written into the text, to be changed there:", ...written]),
    sqlFor(query, form).replaceAll(parameterUse, (_, name: string) => defaultOf.get(name) ?? "?"),
  ].join("\n");
}

function literalDefault(parameter: QueryParameter): string | undefined {
  return parameter.default === undefined ? undefined : sqlLiteral(parse(parameter, parameter.default));
}

export type ParameterValues = Readonly<Record<string, string>>;

/**
 * The query's text with every parameter as a literal, given values over defaults: the only form in which Athena takes a
 * value anywhere, and the same text for DuckDB.
 * Throws a RangeError whose one sentence names the parameter that is missing, unknown or of the wrong form.
 */
export function boundSql(query: NamedQuery, given: ParameterValues, form: LakeForm, byArrival = true): string {
  refuseUnknown(query, given);
  return sqlFor(query, form, byArrival).replaceAll(parameterUse, (_, name: string) => {
    const parameter = query.parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) throw new Error(`${query.name} uses :${name} without declaring it.`);
    return sqlLiteral(valueFor(query, parameter, given));
  });
}

/** Every parameter of the query, given values over defaults. Throws as `boundSql`. */
export function parameterValues(query: NamedQuery, given: ParameterValues): ReadonlyMap<string, string | number> {
  refuseUnknown(query, given);
  return new Map(query.parameters.map((parameter) => [parameter.name, valueFor(query, parameter, given)]));
}

function refuseUnknown(query: NamedQuery, given: ParameterValues): void {
  const known = query.parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`${query.name} has no parameter "${unknown}"; it takes ${known.join(", ") || "none"}.`);
  }
}

function valueFor(query: NamedQuery, parameter: QueryParameter, given: ParameterValues): string | number {
  const { name, description } = parameter;
  const value = Object.hasOwn(given, name) ? given[name] : parameter.default;
  if (value === undefined) throw new RangeError(`${query.name} needs a value for "${name}": ${description}.`);
  return parse(parameter, value);
}

function parse({ name, type }: QueryParameter, value: string): string | number {
  switch (type) {
    case "text":
      if (!isWritable(value)) throw new RangeError(`Parameter "${name}" must be text without NUL or half characters.`);
      return value;
    case "number": {
      const number = Number(value);
      if (value.trim() === "" || !Number.isFinite(number)) {
        throw new RangeError(`Parameter "${name}" must be a number.`);
      }
      return number;
    }
    case "moment":
      if (!isMoment(value)) {
        throw new RangeError(
          `Parameter "${name}" must be a day or a time written as yyyy-MM-dd or yyyy-MM-dd hh:mm:ss.`,
        );
      }
      return value;
    case "date":
      if (!isDay(value)) throw new RangeError(`Parameter "${name}" must be a date written as yyyy-MM-dd.`);
      return value;
  }
}
