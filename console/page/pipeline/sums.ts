/** What series of figures come to. Absent where nobody measured it. */
import type { ChannelFigures } from "../../api.ts";

/** What was measured last, when the newest point may not be there yet. */
export function lastOf(points: readonly (number | null)[]): number | undefined {
  return points.findLast((point) => point !== null) ?? undefined;
}

export function worstLagOf(channels: readonly ChannelFigures[]): number | undefined {
  const lags = channels.flatMap(({ lagMs }) => lastOf(lagMs) ?? []);
  return lags.length === 0 ? undefined : Math.max(...lags);
}

/** Moments of points of which the last is now. */
export function momentsOf(points: number, stepMs: number, atMs: number): readonly number[] {
  return Array.from({ length: points }, (_, place) => atMs - (points - 1 - place) * stepMs);
}
