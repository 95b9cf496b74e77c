/** How uPlot draws here: https://github.com/leeoniya/uPlot/tree/1.6.32/docs . Colours are those of the page's style. */
import type uPlot from "uplot";
import { shortText } from "../text/number.ts";
import { colourOf } from "../theme.ts";

export interface ChartSeries {
  readonly name: string;
  /** One for each of the chart's `xs`; null where nothing is known, which is a gap. */
  readonly values: readonly (number | null)[];
}

export interface ChartKind {
  readonly kind: "line" | "points";
  /** Moments are epoch ms. */
  readonly xIs: "moment" | "number";
  readonly xName?: string;
  readonly valueText?: (value: number) => string;
  /** Draws on where a series has no value: of answers, whose series have places of their own. */
  readonly joined?: boolean;
  /** Downwards, as on a map that is measured from its upper left corner. */
  readonly down?: boolean;
  readonly timeZone?: string;
}

export const COLOURS = 8;
/** Told apart without colour too. */
export const DASHES: readonly number[][] = [
  [],
  [8, 4],
  [2, 3],
  [12, 3, 2, 3],
  [4, 4],
  [16, 4],
  [1, 5],
  [8, 3, 2, 3, 2, 3],
];
const HEIGHTS = { line: 200, points: 400 } as const;
const FONT = "12px system-ui, sans-serif";
const AXIS_WIDTH = 56;
/** Of `14:03:12` and some room. */
const MOMENT_WIDTH = 72;

export function seriesColour(place: number): string {
  return `var(--series-${(place % COLOURS) + 1})`;
}

export function chartOptions(
  series: readonly Pick<ChartSeries, "name">[],
  { kind, xIs, valueText = shortText, down = false, joined = false, timeZone }: ChartKind,
  width: number,
  onCursor: (at: number | null) => void,
): uPlot.Options {
  const ink = colourOf("--ink-quiet");
  const line = colourOf("--line");
  const axis = {
    stroke: ink,
    font: FONT,
    grid: { stroke: line, width: 1 },
    ticks: { stroke: line, width: 1, size: 4 },
  };
  return {
    width,
    height: HEIGHTS[kind],
    ms: 1,
    padding: [8, 20, 0, 0],
    ...(timeZone !== undefined && { tzDate: (ms: number) => inZone(ms, timeZone) }),
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: {
      x: { time: xIs === "moment" },
      y: { range: (_, least, most) => yRange(least, most, kind), dir: down ? -1 : 1 },
    },
    axes: [
      { ...axis, space: MOMENT_WIDTH, values: xIs === "moment" ? CLOCK : (_, values) => values.map(shortText) },
      { ...axis, size: AXIS_WIDTH, values: (_, values) => values.map(valueText) },
    ],
    series: [
      {},
      ...series.map(({ name }, place) => {
        const colour = colourOf(`--series-${(place % COLOURS) + 1}`);
        const dash = DASHES[place % DASHES.length] ?? [];
        if (kind === "points")
          return {
            label: name,
            stroke: colour,
            paths: () => null,
            points: { show: true, size: 7, stroke: colour, fill: colour },
          };
        return {
          label: name,
          stroke: colour,
          width: 1.5,
          dash,
          points: { size: 5, stroke: colour, fill: colour, filter: lonePoints },
          spanGaps: joined,
        };
      }),
    ],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
  };
}

/** Where there is no room for all points: those between two gaps, of which no line tells. */
const lonePoints: uPlot.Series.Points.Filter = (plot, series, isShown) => {
  if (isShown) return null;
  const values = plot.data[series] ?? [];
  const isGap = (place: number) => (values[place] ?? null) === null;
  return Array.from(values.keys()).filter((place) => !isGap(place) && isGap(place - 1) && isGap(place + 1));
};

/** Lines stand on zero, so that a small change does not look large; places on a map need no zero. */
function yRange(least: number | null, most: number | null, kind: ChartKind["kind"]): [number, number] {
  if (least === null || most === null) return [0, 1];
  if (kind === "points") {
    const room = Math.max(1, (most - least) * 0.05);
    return [least - room, most + room];
  }
  const top = most <= 0 ? 0 : most * 1.1;
  const low = least < 0 ? least * 1.1 : 0;
  return top === low ? [low, low + 1] : [low, top];
}

/** By the distance of two ticks in ms, from which on: the tick's text, and below it what changes more seldom. */
const CLOCK: uPlot.Axis.Values = [
  [86_400_000, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
  [60_000, "{HH}:{mm}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
  [1_000, "{HH}:{mm}:{ss}", "\n{D} {MMM}", null, "\n{D} {MMM}", null, null, null, 1],
  [1, ":{ss}.{fff}", "\n{HH}:{mm}", null, "\n{HH}:{mm}", null, null, null, 1],
];

/** uPlot reads a date's own fields, so that they are made those of the other zone. */
function inZone(ms: number, timeZone: string): Date {
  if (timeZone === "UTC") return new Date(ms + new Date(ms).getTimezoneOffset() * 60_000);
  return new Date(new Date(ms).toLocaleString("en-US", { timeZone }));
}
