/** `--from`, `--to` and `--time-zone` as a query's parameters. */
import type { NamedQuery, ParameterValues } from "../shared/lake/named-query.ts";
import { parseMoment } from "./moment.ts";
import { UserError } from "./user-error.ts";

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly timeZone?: string;
  readonly param: ParameterValues;
}

/** Moments in UTC, as SQL writes them. Throws a UserError for what is no time, for an end before its begin, and for what the query does not take. */
export function momentsOf(query: NamedQuery, { from, to, timeZone, param }: Asked): ParameterValues {
  const takes = (name: string) => query.parameters.some((parameter) => parameter.name === name);
  if ((from ?? to) !== undefined && !takes("from"))
    throw new UserError(`${query.name} takes no --from and no --to; it takes ${parametersOf(query)} by --param.`);
  const zone = timeZone ?? param.time_zone ?? "UTC";
  const [fromText, toText] = [from ?? param.from, to ?? param.to];
  const fromMs =
    fromText === undefined ? undefined : parseMoment(from === undefined ? "--param from" : "--from", fromText, zone);
  const toMs = toText === undefined ? undefined : parseMoment(to === undefined ? "--param to" : "--to", toText, zone);
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    throw new UserError("--from is not before --to: the period has no time in it.");
  // Checked even where no time is given: a zone with a misspelt name would fail in the engine's words.
  if (timeZone !== undefined) parseMoment("--time-zone", "2026-01-01", timeZone);
  return {
    ...(fromMs !== undefined && takes("from") && { from: sqlMoment(fromMs) }),
    ...(toMs !== undefined && takes("to") && { to: sqlMoment(toMs) }),
    ...(timeZone !== undefined && takes("time_zone") && { time_zone: timeZone }),
  };
}

function parametersOf({ parameters }: NamedQuery): string {
  return parameters.map(({ name }) => name).join(", ") || "nothing";
}

function sqlMoment(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace("T", " ")
    .replace(/(\.000)?Z$/, "");
}
