/** Series of points as uPlot takes them: one list of places along, and for each series a value or none at each. */
import type { Drawing } from "../../../shared/lake/chart.ts";
import type { ChartSeries } from "../parts/chart-options.ts";

export interface Aligned {
  readonly xs: readonly number[];
  readonly series: readonly ChartSeries[];
}

/** A series that has two points at one place has the place as often. */
export function aligned(drawing: Drawing): Aligned {
  const times = new Map<number, number>();
  for (const { points } of drawing.series) {
    const own = new Map<number, number>();
    for (const { x } of points) {
      if (typeof x !== "number") continue;
      own.set(x, (own.get(x) ?? 0) + 1);
    }
    for (const [x, count] of own) times.set(x, Math.max(times.get(x) ?? 0, count));
  }
  const xs = [...times].toSorted(([one], [other]) => one - other).flatMap(([x, count]) => Array<number>(count).fill(x));
  const first = new Map<number, number>();
  for (const [place, x] of xs.entries()) if (!first.has(x)) first.set(x, place);
  const series = drawing.series.map(({ name, points }) => {
    const values = Array<number | null>(xs.length).fill(null);
    for (const { x, y } of points) {
      if (typeof x !== "number") continue;
      let place = first.get(x) ?? 0;
      while (values[place] !== null) place++;
      values[place] = y;
    }
    return { name, values };
  });
  return { xs, series };
}
