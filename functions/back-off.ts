/** Waiting between attempts: exponential, with full jitter so that many functions do not come back at once. */

import type { Deadline } from "../shared/ports.ts";

export interface BackOff {
  /** Waits before attempt `attempt` (1 is the first retry), but never past the deadline. */
  wait(attempt: number, deadline: Deadline): Promise<void>;
}

const BASE_MS = 50;
const CAP_MS = 2_000;

export const backOff: BackOff = {
  wait(attempt, deadline) {
    const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** attempt);
    const waitMs = Math.min(Math.random() * ceilingMs, Math.max(0, deadline.remainingMs()));
    return new Promise((resolve) => setTimeout(resolve, waitMs));
  },
};
