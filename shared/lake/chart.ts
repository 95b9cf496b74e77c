/** How an answer is drawn, whatever draws it: what stands along, what is measured, what tells the series apart. */
import type { Cell, QueryResult } from "./query-result.ts";

/** Columns are named as the answer names them. */
export interface Chart {
  /** "line": a series over moments or numbers. "bar": one measure by name. "points": a place on a map, feet both ways. */
  readonly kind: "line" | "bar" | "points";
  /** Along the bottom, or the name of a bar, whose parts are joined. */
  readonly x: readonly [string, ...string[]];
  /** What is measured; several are a series each. */
  readonly y: readonly [string, ...string[]];
  /** Whose values tell the series apart. Default: none. */
  readonly series?: readonly string[];
}

interface Point {
  readonly x: number | string;
  readonly y: number;
}

interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface Drawing {
  /** A moment's `x` is epoch milliseconds, of the wall clock that the answer shows. */
  readonly xIs: "moment" | "number" | "name";
  /** In the order in which they first appear; the largest where there are more than fit. */
  readonly series: readonly Series[];
  /** Series left out for room. */
  readonly leftOut: number;
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?))?$/;
const JOINED_BY = " · ";

/** Rows without a number to measure, or without a place along the bottom, are not drawn. At most `mostSeries`, those with the highest sum. */
export function drawingOf({ columns, rows }: QueryResult, chart: Chart, mostSeries: number): Drawing {
  const places = new Map(columns.map((name, place) => [name, place]));
  const cell = (row: readonly Cell[], name: string): Cell => row[places.get(name) ?? -1] ?? null;
  const text = (row: readonly Cell[], names: readonly string[]) =>
    names.map((name) => cell(row, name) ?? "—").join(JOINED_BY);
  const [along] = chart.x;
  const xIs = chart.kind === "bar" ? "name" : kindOf(rows.map((row) => cell(row, along)));
  const byName = new Map<string, Point[]>();
  for (const row of rows) {
    const x = xIs === "name" ? text(row, chart.x) : numberOf(cell(row, along), xIs);
    for (const measure of chart.y) {
      const y = cell(row, measure);
      if (x === undefined || typeof y !== "number" || !Number.isFinite(y)) continue;
      const name = [...(chart.series === undefined ? [] : [text(row, chart.series)]), ...several(chart.y, measure)];
      const points = byName.get(name.join(JOINED_BY)) ?? [];
      byName.set(name.join(JOINED_BY), points);
      points.push({ x, y });
    }
  }
  const series = [...byName].map(([name, points]) => ({ name, points }));
  const kept = new Set(series.toSorted((one, other) => sum(other) - sum(one)).slice(0, mostSeries));
  return { xIs, series: series.filter((one) => kept.has(one)), leftOut: series.length - kept.size };
}

/** A measure names its series only where it is not the only one. */
function several(measures: readonly string[], measure: string): readonly string[] {
  return measures.length > 1 ? [measure] : [];
}

function kindOf(cells: readonly Cell[]): Drawing["xIs"] {
  const present = cells.filter((cell) => cell !== null);
  if (present.every((cell) => typeof cell === "number")) return "number";
  return present.every((cell) => typeof cell === "string" && MOMENT.test(cell)) ? "moment" : "name";
}

function numberOf(cell: Cell, xIs: "moment" | "number"): number | undefined {
  if (typeof cell === "number") return cell;
  if (xIs === "number" || typeof cell !== "string") return undefined;
  const [, day, time = "00:00:00"] = MOMENT.exec(cell) ?? [];
  const ms = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function sum({ points }: Series): number {
  return points.reduce((total, { y }) => total + y, 0);
}
