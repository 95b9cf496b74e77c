/** A figure of Cloud Monitoring over a look back, a point each step, all its series as one. */
import { type LookBack, type Series, seriesOf } from "../stage/look-back.ts";
import { type Monitoring, monitored } from "./monitoring.ts";

export interface Figure {
  readonly filter: string;
  /** `sum` of what is counted in a step, `max` of what is measured. */
  readonly as: "sum" | "max";
}

const MS = 1_000;
const aligned = {
  sum: { "aggregation.perSeriesAligner": "ALIGN_DELTA", "aggregation.crossSeriesReducer": "REDUCE_SUM" },
  max: { "aggregation.perSeriesAligner": "ALIGN_MAX", "aggregation.crossSeriesReducer": "REDUCE_MAX" },
} as const;

/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TypedValue */
interface Point {
  readonly interval?: { readonly endTime?: string };
  readonly value?: {
    readonly int64Value?: string;
    readonly doubleValue?: number;
    readonly distributionValue?: { readonly count?: string; readonly mean?: number };
  };
}

export interface Measured {
  /** Of a distribution, what its values come to. */
  readonly values: Series;
  /** Of a distribution, how many values there were. */
  readonly counts: Series;
}

/** https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list */
export async function timeSeries(
  monitoring: Monitoring,
  { filter, as }: Figure,
  look: LookBack,
  signal: AbortSignal,
): Promise<Measured> {
  const asked = {
    filter,
    "interval.startTime": new Date(look.fromMs).toISOString(),
    "interval.endTime": new Date(look.toMs).toISOString(),
    "aggregation.alignmentPeriod": `${look.stepMs / MS}s`,
    ...aligned[as],
  };
  const answer = (await monitored(monitoring, "timeSeries", asked, signal)) as {
    readonly timeSeries?: readonly { readonly points?: readonly Point[] }[];
  };
  const points = answer.timeSeries?.[0]?.points ?? [];
  // A point is told by the end of its step.
  const begun = points.map(
    ({ interval, value }) => [Date.parse(interval?.endTime ?? "") - look.stepMs, value] as const,
  );
  return {
    values: seriesOf(
      look,
      some(begun, (value) => valueIn(value)),
    ),
    counts: seriesOf(
      look,
      some(begun, ({ distributionValue: found }) => found && Number(found.count ?? 0)),
    ),
  };
}

type Value = NonNullable<Point["value"]>;

function some(
  begun: readonly (readonly [number, Value | undefined])[],
  numberIn: (value: Value) => number | undefined,
): readonly (readonly [number, number])[] {
  return begun.flatMap(([atMs, value = {}]) => {
    const number = numberIn(value);
    return number === undefined ? [] : [[atMs, number] as const];
  });
}

function valueIn({ int64Value, doubleValue, distributionValue }: Value): number | undefined {
  if (distributionValue !== undefined)
    return Math.round(Number(distributionValue.count ?? 0) * (distributionValue.mean ?? 0));
  return int64Value === undefined ? doubleValue : Number(int64Value);
}
