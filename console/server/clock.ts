/** What counts as now. A local run tells an hour in seconds, dated back: there it is when the newest event happened. */
import { seenAtMs } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";

export interface Clock {
  /** Told of what was read. */
  saw(items: Iterable<StateItem>): void;
  nowMs(): number;
}

export function newClock(isLocal: boolean): Clock {
  let newestMs = 0;
  return {
    saw(items) {
      for (const { row } of items) newestMs = Math.max(newestMs, seenAtMs(row));
    },
    // Whose clock is ahead makes nobody else old.
    nowMs: () => (isLocal && newestMs > 0 ? Math.min(newestMs, Date.now()) : Date.now()),
  };
}
