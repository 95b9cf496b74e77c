/** Series over time or over numbers. Who does not see has its label and, below it, the same as a table. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import UPlot from "uplot";
import { numberText } from "../text/number.ts";
import { momentText } from "../text/time.ts";
import { colourScheme } from "../theme.ts";
import { type ChartKind, type ChartSeries, chartOptions, DASHES, seriesColour } from "./chart-options.ts";
import { type Column, DataTable } from "./data-table.tsx";

export interface ChartProps extends ChartKind {
  /** What is drawn, whole: it is read to whoever does not see. */
  readonly label: string;
  readonly xs: readonly number[];
  readonly series: readonly ChartSeries[];
}

export function Chart(props: ChartProps) {
  const { label, xs, series } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | undefined>(undefined);
  const at = useSignal<number | null>(null);
  const tableShown = useSignal(false);
  const data = useMemo(() => [xs, ...series.map(({ values }) => values)] as unknown as UPlot.AlignedData, [xs, series]);
  const drawn = useRef(data);
  drawn.current = data;
  const { value: scheme } = colourScheme;
  const names = series.map(({ name }) => name).join("\n");

  useEffect(() => {
    const { current: parent } = box;
    if (parent === null) return;
    const resized = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width === 0) return;
      if (plot.current !== undefined) return plot.current.setSize({ width, height: plot.current.height });
      plot.current = new UPlot(
        chartOptions(series, props, width, (place) => {
          at.value = place;
        }),
        drawn.current,
        parent,
      );
    });
    resized.observe(parent);
    return () => {
      resized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [names, scheme, props.kind, props.xIs]);
  useEffect(() => plot.current?.setData(data), [data]);

  return (
    <figure class="chart">
      <div ref={box} class="chart-canvas" role="img" aria-label={label} />
      <Legend {...props} place={at.value} />
      <details
        onToggle={({ currentTarget }) => {
          tableShown.value = currentTarget.open;
        }}
      >
        <summary>As a table</summary>
        {tableShown.value && <ChartTable {...props} />}
      </details>
    </figure>
  );
}

/** What is drawn how, and where the pointer stands: who does not see has the table. One series needs no name. */
function Legend({ place, ...props }: ChartProps & { readonly place: number | null }) {
  const { xs, series, kind, valueText = numberText } = props;
  return (
    <ul class="legend" aria-hidden="true">
      <li hidden={place === null}>{place === null ? "" : xTextOf(xs[place], props)}</li>
      {series.map(({ name, values }, number) => (
        <li key={name} hidden={series.length === 1 && place === null}>
          <Swatch place={number} kind={kind} /> {name} {place !== null && <b>{valueAt(values[place], valueText)}</b>}
        </li>
      ))}
    </ul>
  );
}

function ChartTable(props: ChartProps) {
  const { label, xs, series, xIs, xName = xIs === "moment" ? "Time" : "x", valueText = numberText } = props;
  const along: Column<number> = {
    name: "x",
    head: xName,
    isHead: true,
    value: (row) => xs[row],
    cell: (row) => xTextOf(xs[row], props),
  };
  const measured = series.map(
    ({ name, values }): Column<number> => ({
      name,
      isNumber: true,
      value: (row) => values[row],
      cell: (row) => valueAt(values[row], valueText),
    }),
  );
  return <DataTable caption={label} captionUnseen columns={[along, ...measured]} rows={xs.map((_, row) => row)} />;
}

function Swatch({ place, kind }: Pick<ChartProps, "kind"> & { readonly place: number }) {
  if (kind === "points") return <span class="swatch" style={{ background: seriesColour(place) }} />;
  return (
    <svg class="line-swatch" width="28" height="8" aria-hidden="true">
      <line
        x2="28"
        y1="4"
        y2="4"
        stroke-dasharray={DASHES[place % DASHES.length]?.join(" ")}
        style={{ stroke: seriesColour(place) }}
      />
    </svg>
  );
}

function valueAt(value: number | null | undefined, valueText: (value: number) => string): string {
  return value === null || value === undefined ? "–" : valueText(value);
}

function xTextOf(x: number | undefined, { xIs, timeZone }: ChartKind): string {
  if (x === undefined) return "";
  return xIs === "number" ? numberText(x) : momentText(x, timeZone === undefined ? {} : { timeZone });
}
