/** The named queries as the tests ask them, and how their answers are compared with the oracle's. */
import type { LocalLake } from "../../../cli/query-duckdb.ts";
import { namedQueries } from "../../../functions/athena/queries.ts";
import type { NamedQuery, ParameterValues } from "../../../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../../../shared/lake/query-result.ts";
import type { Row } from "../../../shared/row.ts";
import { type Asked, DAY, FROM, TO } from "./expected.ts";
import { TIME_ZONE } from "./expected-arithmetic.ts";
import { TEMPERATURE_HIGH } from "./expected-things.ts";

/** The device and the asset that most was told of on the day. */
export function askedOf(rows: readonly Row[]): Asked {
  const ofDay = rows.filter(({ occurred_at }) => new Date(occurred_at).toISOString().startsWith(DAY));
  return { device: busiest(ofDay, "device"), asset: busiest(ofDay, "asset") };
}

function busiest(rows: readonly Row[], kind: Row["subject_kind"]): string {
  const ofKind = rows.filter(({ subject_kind }) => subject_kind === kind);
  const counted = [...Map.groupBy(ofKind, (row) => row.subject_id)].map(([id, group]) => ({ id, count: group.length }));
  return counted.sort((a, b) => b.count - a.count)[0]?.id ?? "";
}

/** `more` over what the oracle is asked. */
export function answersOf(
  lake: LocalLake,
  name: string,
  asked: Asked,
  more: Record<string, string> = {},
): Promise<Record<string, Cell>[]> {
  return answersTo(namedQueries, lake.run, name, asked, more);
}

/** The same of whichever engine, by the queries in its language. */
export async function answersTo(
  queries: readonly NamedQuery[],
  run: (query: NamedQuery, values: ParameterValues) => Promise<QueryResult>,
  name: string,
  { device, asset }: Asked,
  more: Record<string, string> = {},
): Promise<Record<string, Cell>[]> {
  const query = queries.find((candidate) => candidate.name === name);
  if (query === undefined) throw new Error("no such query");
  const all = {
    from: FROM,
    to: TO,
    day: DAY,
    device,
    // The other query about assets is asked about all of them.
    ...(name === "stays-of-one-asset" && { asset }),
    time_zone: TIME_ZONE,
    temperature_high: TEMPERATURE_HIGH,
    ...more,
  };
  const names = new Set(query.parameters.map((parameter) => parameter.name));
  const values = Object.fromEntries(Object.entries(all).filter(([parameter]) => names.has(parameter)));
  const { columns, rows } = await run(query, values);
  return rows.map((row) => Object.fromEntries(row.map((cell, place) => [columns[place] ?? "", cell])));
}

/** In an order of its own, doubles to nine digits: sums come in another order there. */
export function comparable(answers: readonly Record<string, Cell>[]): string[] {
  return answers
    .map((answer) =>
      JSON.stringify(answer, (_, cell: unknown) => (typeof cell === "number" ? Number(cell.toPrecision(9)) : cell)),
    )
    .sort();
}
