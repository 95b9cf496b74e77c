/** What a subject measured, as series over time, out of its history's rows. */
import type { RowJson } from "../../../api.ts";
import { momentOf } from "./path.ts";

export interface MeasuredSeries {
  readonly name: string;
  /** Epoch ms, the oldest first. */
  readonly xs: readonly number[];
  readonly values: readonly number[];
}

/** What people look for first; then what was read most often. */
const FIRST = ["temperature_c", "co2_ppm", "humidity_pct", "sound_level_dba", "ambient_noise_dba", "battery_pct"];
/** Of the transport, of the device's own book-keeping: no reading of anything. */
const NO_READING = /_at_ms$|^(raw_|sequence_|ap_count|temperature_raw|humidity_raw|window_start)|_seq$|^z_ft$/;
const MOST_SERIES = 6;
const FEWEST_POINTS = 2;

export function measuredSeries(history: readonly RowJson[]): readonly MeasuredSeries[] {
  const series = new Map<string, { readonly name: string; readonly xs: number[]; readonly values: number[] }>();
  for (const { occurred_at, measurements, people_count } of history.toReversed()) {
    const at = momentOf(occurred_at);
    if (at === undefined) continue;
    for (const [name, value] of Object.entries({ people_count, ...(measurements as object | undefined) })) {
      if (typeof value !== "number" || NO_READING.test(name)) continue;
      const one = series.get(name) ?? { name, xs: [], values: [] };
      series.set(name, one);
      // A chart's moments only ever rise.
      if (one.xs.at(-1) === at) [one.values[one.values.length - 1]] = [value];
      else {
        one.xs.push(at);
        one.values.push(value);
      }
    }
  }
  const rank = ({ name }: MeasuredSeries) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return [...series.values()]
    .filter(({ xs }) => xs.length >= FEWEST_POINTS)
    .sort((one, other) => rank(one) - rank(other) || other.xs.length - one.xs.length)
    .slice(0, MOST_SERIES);
}
