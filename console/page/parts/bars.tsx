/** Bars by name: one list, or groups where there are several series. The table of the answer has the same. */
import { useMemo } from "preact/hooks";
import { countText, numberText } from "../text/number.ts";
import { seriesColour } from "./chart-options.ts";

interface BarSeries {
  readonly name: string;
  readonly points: readonly { readonly x: number | string; readonly y: number }[];
}

interface BarsProps {
  readonly label: string;
  readonly measured: string;
  readonly series: readonly BarSeries[];
}

/** As on the command line. */
const MOST_BARS = 40;

export function Bars({ label, measured, series }: BarsProps) {
  const groups = useMemo(() => groupsOf(series), [series]);
  const shown = groups.slice(0, MOST_BARS);
  const most = Math.max(0, ...shown.flatMap(({ bars }) => bars.map(({ y }) => Math.abs(y))));
  return (
    <figure class="bars">
      <div role="img" aria-label={label}>
        {shown.map(({ name, bars }) => (
          <div class="bar-group" key={name}>
            <span class="bar-name" title={name}>
              {name}
            </span>
            <span class="bar-lines">
              {bars.map(({ place, y }, number) => (
                <span class="bar-line" key={`${place}-${number}`}>
                  <span
                    class="bar"
                    style={{
                      width: `${most === 0 ? 0 : (Math.abs(y) / most) * 100}%`,
                      background: seriesColour(place),
                    }}
                  />
                  <span class="bar-value">{numberText(y)}</span>
                </span>
              ))}
            </span>
          </div>
        ))}
      </div>
      <ul class="legend" aria-hidden="true">
        {series.length > 1 ? (
          series.map(({ name }, place) => (
            <li key={name}>
              <span class="swatch" style={{ background: seriesColour(place) }} /> {name}
            </li>
          ))
        ) : (
          <li>{measured}</li>
        )}
      </ul>
      {groups.length > MOST_BARS && (
        <p class="quiet-text">{countText(groups.length - MOST_BARS, "name")} more in the table below.</p>
      )}
    </figure>
  );
}

interface BarGroup {
  readonly name: string;
  readonly bars: { readonly place: number; readonly y: number }[];
}

function groupsOf(series: readonly BarSeries[]): readonly BarGroup[] {
  const groups = new Map<string, BarGroup>();
  for (const [place, { points }] of series.entries())
    for (const { x, y } of points) {
      const name = String(x);
      const group = groups.get(name) ?? { name, bars: [] };
      groups.set(name, group);
      group.bars.push({ place, y });
    }
  return [...groups.values()];
}
