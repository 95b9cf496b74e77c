/** Waiting between attempts: exponential, with full jitter so that many functions do not come back at once. */
import type { Deadline } from "../ports.ts";

export interface BackOff {
  /** Waits before attempt `attempt` (1 is the first retry), but never past the deadline. */
  wait(attempt: number, deadline: Deadline): Promise<void>;
}

const BASE_MS = 50;
const CAP_MS = 2_000;

/** `sleep` waits so many milliseconds; `random` answers at least 0 and less than 1. */
export function jitteredBackOff(sleep: (ms: number) => Promise<void>, random: () => number): BackOff {
  return {
    wait(attempt, deadline) {
      const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** attempt);
      return sleep(Math.min(random() * ceilingMs, Math.max(0, deadline.remainingMs())));
    },
  };
}
