/** The time a look at a cloud's monitoring covers, in steps, and what was measured in each. */
import type { OutcomeCounts, Status } from "../../shared/outcome.ts";
import type { ChannelFigures } from "./figures.ts";

/** What monitoring keeps of functions on every cloud. */
const STEP_MS = 60_000;
const STEPS = 180;
export const LOOKED_BACK = "in the last 3 hours";
/** Nothing new comes sooner. */
export const LOOK_EVERY_MS = STEP_MS;

export interface LookBack {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** A point each step; `null`: nothing was measured in it. */
export type Series = readonly (number | null)[];

/** Of whole steps, as monitoring has them: the newest is the one that has begun. */
export function lookBack(nowMs: number): LookBack {
  const toMs = (Math.floor(nowMs / STEP_MS) + 1) * STEP_MS;
  return { fromMs: toMs - STEPS * STEP_MS, toMs, stepMs: STEP_MS };
}

/** Of values by the time their step began; what lies beside the look is left out. */
export function seriesOf({ fromMs, stepMs }: LookBack, values: Iterable<readonly [number, number]>): Series {
  const series: (number | null)[] = Array(STEPS).fill(null);
  for (const [atMs, value] of values) {
    const step = Math.floor((atMs - fromMs) / stepMs);
    if (step >= 0 && step < STEPS) series[step] = value;
  }
  return series;
}

/** `undefined` where nothing was measured. */
export function sumOf(series: Series): number | undefined {
  const measured = series.filter((value) => value !== null);
  return measured.length === 0 ? undefined : measured.reduce((sum, value) => sum + value, 0);
}

const settled = ["stored", "duplicate", "ignored", "rejected"] as const satisfies readonly Status[];

/** Rate and outcomes of what the functions count themselves, a series each. */
export function countedFigures(
  { fromMs, stepMs }: LookBack,
  counts: Readonly<Record<Status, Series>>,
): Pick<ChannelFigures, "stepMs" | "rate" | "countedFromMs" | "outcomes"> {
  const rate = counts.stored.map((_, step) => {
    const events = sumOf(settled.map((status) => counts[status][step] ?? null));
    return events === undefined ? null : events / (stepMs / 1_000);
  });
  const sums = Object.entries(counts).map(([status, series]) => [status, sumOf(series)] as const);
  // A batch counts all of them or none.
  const counted = sums.some(([, sum]) => sum !== undefined);
  const outcomes = Object.fromEntries(sums.map(([status, sum]) => [status, sum ?? 0])) as unknown as OutcomeCounts;
  return { stepMs, rate, countedFromMs: fromMs, ...(counted && { outcomes }) };
}
