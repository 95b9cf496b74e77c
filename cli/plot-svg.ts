/**
 * An answer as a picture, light or dark as its reader has it: https://vega.github.io/vega-lite/docs/ .
 * Vega measures texts by itself where there is no canvas, so that the same answer is the same bytes everywhere.
 */
import { parse, View } from "vega";
import { type Config, compile, type TopLevelSpec } from "vega-lite";
import { type Chart, type Drawing, drawingOf } from "../shared/lake/chart.ts";
import type { QueryResult } from "../shared/lake/query-result.ts";
import { escaped } from "./escaped.ts";

const MOST_SERIES = 10;
const MOST_BARS = 40;
const WIDTH = 720;
const HEIGHT = 300;
const BAR_HEIGHT = 18;

/** In a page the colour is the page's; on its own, as in an `img`, it follows the reader's scheme. */
const OWN_COLOURS = "<style>svg{color:#222}@media(prefers-color-scheme:dark){svg{color:#ddd}}</style>";

/** `undefined` where there is nothing to draw. `title` is read to whoever does not see. */
export async function plotAsSvg(result: QueryResult, chart: Chart, title: string): Promise<string | undefined> {
  const drawing = drawingOf(result, chart, MOST_SERIES);
  if (drawing.series.length === 0) return undefined;
  const view = new View(parse(compile(spec(drawing, chart, title)).spec), { renderer: "none" });
  const svg = await view.toSVG();
  return svg
    .replace(/(<svg [^>]*)>/, (_, start: string) => `${start} role="img" aria-label="${escaped(title)}">${OWN_COLOURS}`)
    .concat("\n");
}

function spec({ series, xIs }: Drawing, chart: Chart, title: string): TopLevelSpec {
  const rows = series.flatMap(({ name, points }) => points.map(({ x, y }) => ({ x, y, series: name })));
  const values = xIs === "name" ? rows.slice(0, MOST_BARS) : rows;
  const measured = { field: "y", type: "quantitative", title: chart.y.join(", ") } as const;
  const along = { field: "x", title: chart.x.join(" · ") } as const;
  const colour = series.length > 1 && {
    color: { field: "series", type: "nominal", title: (chart.series ?? []).join(" · ") || null } as const,
  };
  const shared = { description: title, background: "transparent", data: { values }, width: WIDTH, config } as const;
  if (xIs === "name")
    return {
      ...shared,
      height: { step: BAR_HEIGHT },
      mark: { type: "bar" },
      encoding: {
        x: measured,
        y: { ...along, type: "nominal", sort: null, title: null, axis: { labelLimit: 0 } },
        ...colour,
      },
    };
  const place = chart.kind === "points" ? ({ zero: false } as const) : undefined;
  return {
    ...shared,
    height: HEIGHT,
    mark: chart.kind === "points" ? { type: "point", filled: true } : { type: "line", point: { size: 18 } },
    encoding: {
      x:
        xIs === "moment"
          ? { ...along, type: "temporal", scale: { type: "utc" } }
          : { ...along, type: "quantitative", ...(place && { scale: place }) },
      y: { ...measured, ...(place && { scale: place }) },
      ...colour,
    },
  };
}

const text = { labelColor: "currentColor", titleColor: "currentColor", labelFontSize: 12, titleFontSize: 12 } as const;
const config: Config = {
  font: "system-ui, sans-serif",
  view: { stroke: null },
  axis: { ...text, gridColor: "#888", gridOpacity: 0.3, domainColor: "#888", tickColor: "#888" },
  // Below the picture, so that long names take nothing from its width.
  legend: { ...text, orient: "bottom", columns: 2, labelLimit: 0, titleLimit: 0, symbolType: "circle" },
  range: {
    category: [
      "#2a7de1",
      "#e07b00",
      "#0a9b72",
      "#c2417c",
      "#8a63d2",
      "#b8860b",
      "#00a0b0",
      "#d9534f",
      "#6b8e23",
      "#7a7a7a",
    ],
  },
  mark: { color: "#2a7de1" },
};
