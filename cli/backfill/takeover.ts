/**
 * Where the push fell silent and where it was back, read from the transport itself: the first pause after a time that is
 * longer than a push ever pauses. What a back-fill put there counts as nothing.
 */
import { isPulled } from "./records.ts";

export interface Arrival {
  /** Epoch ms. */
  readonly receivedAtMs: number;
  readonly payload: Uint8Array;
}

/** What arrived since a time, in the order of arrival; ends when it has caught up with now. */
export type Arrivals = (fromMs: number, signal: AbortSignal) => AsyncIterable<Arrival>;

export interface Pause {
  /** The last push before it; the time that was asked from, where none came since. Epoch ms. */
  readonly sinceMs: number;
  /** The first push after it; `undefined` while it lasts. */
  readonly untilMs: number | undefined;
}

export interface PauseOptions {
  readonly arrivals: Arrivals;
  readonly fromMs: number;
  /** Shorter ones are none. */
  readonly leastMs: number;
  readonly nowMs: () => number;
}

/** Looks on from where it looked before. Answers `undefined` where the push has not paused. */
export type FindPause = (signal: AbortSignal) => Promise<Pause | undefined>;

export function pauseFinder({ arrivals, fromMs, leastMs, nowMs }: PauseOptions): FindPause {
  let lastMs = fromMs;
  let readMs = fromMs;
  let found: Pause | undefined;
  return async (signal) => {
    if (found !== undefined) return found;
    for await (const { receivedAtMs, payload } of arrivals(readMs, signal)) {
      readMs = Math.max(readMs, receivedAtMs);
      if (isPulled(payload)) continue;
      if (receivedAtMs - lastMs >= leastMs) {
        found = { sinceMs: lastMs, untilMs: receivedAtMs };
        return found;
      }
      lastMs = Math.max(lastMs, receivedAtMs);
    }
    return nowMs() - lastMs >= leastMs ? { sinceMs: lastMs, untilMs: undefined } : undefined;
  };
}
