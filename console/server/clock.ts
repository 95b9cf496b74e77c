/**
 * What counts as now. A local run tells an hour in seconds, dated back, and its input may be of any year: there it is when
 * the newest event happened.
 */
import { seenAtMs } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";

export interface Clock {
  /** Told of what was read. */
  saw(items: Iterable<StateItem>): void;
  nowMs(): number;
  /** Since when to read for what is no older; since ever while a local run's now is not known yet. */
  sinceMs(backMs: number): number;
}

export function newClock(isLocal: boolean): Clock {
  let newestMs = 0;
  // Whose clock is ahead makes nobody else old.
  const nowMs = () => (isLocal && newestMs > 0 ? Math.min(newestMs, Date.now()) : Date.now());
  return {
    saw(items) {
      for (const { row } of items) newestMs = Math.max(newestMs, seenAtMs(row));
    },
    nowMs,
    sinceMs: (backMs) => (isLocal && newestMs === 0 ? 0 : nowMs() - backMs),
  };
}
