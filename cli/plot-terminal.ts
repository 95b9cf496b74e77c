/** An answer as a chart of text, for a terminal. */
import Table from "cli-table3";
import { plot } from "simple-ascii-chart";
import { type Chart, type Drawing, drawingOf } from "../shared/lake/chart.ts";
import type { QueryResult } from "../shared/lake/query-result.ts";
import { printable } from "./printable.ts";

/** More lines than this cross each other to no purpose. */
const MOST_LINES = 5;
const MOST_BARS = 30;
const PLOT_LINES = 14;
const SMALL_PLOT_LINES = 7;
const DEFAULT_CELLS = 100;
const COLOURS = ["ansiCyan", "ansiYellow", "ansiMagenta", "ansiGreen", "ansiRed"] as const;
/** Left of the first number and right of the last. */
const MARGIN_CELLS = 16;
const NARROWEST_CELLS = 20;

export interface TerminalPlot {
  /** Cells of a line. @default 100 */
  readonly cells?: number | undefined;
  /** With the terminal's own colours. */
  readonly coloured: boolean;
}

/** Ends without a line break; a sentence where nothing can be drawn. */
export function plotInTerminal(result: QueryResult, chart: Chart, { cells, coloured }: TerminalPlot): string {
  const drawing = drawingOf(result, chart, MOST_LINES);
  if (drawing.series.length === 0) return "Nothing to draw: the answer has no numbers.";
  const width = Math.max(NARROWEST_CELLS, (cells ?? DEFAULT_CELLS) - MARGIN_CELLS);
  const drawn = drawing.xIs === "name" ? bars(drawing, width) : lines(drawing, chart, width, coloured).join("\n");
  const left = drawing.leftOut === 0 ? "" : `\n${drawing.leftOut} more, with smaller sums, are not drawn.`;
  return drawn + left;
}

/** Without colours the series cannot be told apart in one chart: then each has its own. */
function lines({ series, xIs }: Drawing, chart: Chart, width: number, coloured: boolean): readonly string[] {
  const charts = coloured ? [series] : series.map((one) => [one]);
  const xs = series.flatMap(({ points }) => points.map(({ x }) => Number(x)));
  const [least, most] = [
    xs.reduce((one, other) => Math.min(one, other)),
    xs.reduce((one, other) => Math.max(one, other)),
  ];
  return charts.map((shown) =>
    plot(
      shown.map(({ points }) =>
        points.map(({ x, y }): [number, number] => [Number(x), y]).toSorted(([one], [other]) => one - other),
      ),
      {
        width,
        height: charts.length > 1 ? SMALL_PLOT_LINES : PLOT_LINES,
        mode: chart.kind === "points" ? "point" : "line",
        customXAxisTicks: least === most ? [least] : [least, (least + most) / 2],
        formatter: (value, { axis }) => (axis === "x" && xIs === "moment" ? minute(value) : rounded(value)),
        title: chart.y.join(", "),
        ...(shown.some(({ name }) => name !== "") && {
          legend: { position: "bottom" as const, series: shown.map(({ name }) => printable(name)) },
        }),
        ...(coloured && { color: [...COLOURS] }),
      },
    )
      .split("\n")
      .map((line) => line.trimEnd())
      .filter((line) => line !== "")
      .join("\n"),
  );
}

/** The longest stands for the highest number, so that lengths compare from zero. */
function bars({ series }: Drawing, width: number): string {
  const table = new Table({ style: { head: [], border: [], compact: true }, chars: NO_LINES });
  const all = series.flatMap(({ name, points }) => points.map((point) => ({ ...point, name })));
  const shown = all.slice(0, MOST_BARS);
  const highest = Math.max(...shown.map(({ y }) => y));
  for (const { name, x, y } of shown) {
    const length = highest <= 0 || y <= 0 ? 0 : Math.max(1, Math.round((y / highest) * (width / 2)));
    const label = printable([x, ...(name === "" ? [] : [name])].join(" "));
    table.push([cut(label, width / 2), { content: String(rounded(y)), hAlign: "right" }, "█".repeat(length)]);
  }
  const more = all.length > shown.length ? `\n${all.length - shown.length} more rows are not drawn.` : "";
  return table.toString() + more;
}

/** The other half is the bar's. */
function cut(label: string, cells: number): string {
  const letters = [...label];
  return letters.length <= cells ? label : `${letters.slice(0, cells - 1).join("")}…`;
}

const NO_LINES = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((name) => [name, ""]),
);

function minute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
