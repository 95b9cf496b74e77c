/** Waiting between attempts: exponential, with full jitter so that many functions do not come back at once. */

export interface BackOff {
  /** Waits before attempt `attempt` (1 is the first retry). */
  wait(attempt: number): Promise<void>;
}

const BASE_MS = 50;
const CAP_MS = 2_000;

export const backOff: BackOff = {
  wait(attempt) {
    const ceilingMs = Math.min(CAP_MS, BASE_MS * 2 ** attempt);
    return new Promise((resolve) => setTimeout(resolve, Math.random() * ceilingMs));
  },
};
