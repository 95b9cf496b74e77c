/** What channels' figures come to together. Absent where no channel measured it. */
import type { ChannelFigures } from "../../api.ts";

type Counts = NonNullable<ChannelFigures["outcomes"]>;

export function outcomesOf(channels: readonly ChannelFigures[]): Counts | undefined {
  const measured = channels.flatMap(({ outcomes }) => (outcomes === undefined ? [] : [outcomes]));
  if (measured.length === 0) return undefined;
  const sum = (status: keyof Counts) => measured.reduce((total, counts) => total + counts[status], 0);
  return {
    stored: sum("stored"),
    duplicate: sum("duplicate"),
    ignored: sum("ignored"),
    rejected: sum("rejected"),
    retry: sum("retry"),
  };
}

/** What was measured last, when the newest point may not be there yet. */
export function lastOf(points: readonly (number | null)[]): number | undefined {
  return points.findLast((point) => point !== null) ?? undefined;
}

export function rateOf(channels: readonly ChannelFigures[]): number | undefined {
  const rates = channels.flatMap(({ rate }) => lastOf(rate) ?? []);
  return rates.length === 0 ? undefined : rates.reduce((total, rate) => total + rate, 0);
}

export function worstLagOf(channels: readonly ChannelFigures[]): number | undefined {
  const lags = channels.flatMap(({ lagMs }) => lastOf(lagMs) ?? []);
  return lags.length === 0 ? undefined : Math.max(...lags);
}

/** Moments of points of which the last is now. */
export function momentsOf(points: number, stepMs: number, atMs: number): readonly number[] {
  return Array.from({ length: points }, (_, place) => atMs - (points - 1 - place) * stepMs);
}
