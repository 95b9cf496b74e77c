/** No more a second than a reader can follow; the rest is counted, and told once the second is over. */
const SECOND_MS = 1_000;

export interface Sampling {
  /** All that were left out. */
  readonly leftOut: () => number;
  /** Whether one more may be shown now. */
  takes(nowMs: number): boolean;
}

/** `tellLeftOut` is given how many of a second were left out, when the next one begins. */
export function newSampling(perSecond: number, tellLeftOut: (events: number) => void): Sampling {
  let [second, shown, left, leftOut] = [Number.NEGATIVE_INFINITY, 0, 0, 0];
  return {
    leftOut: () => leftOut,
    takes(nowMs) {
      const now = Math.floor(nowMs / SECOND_MS);
      if (now !== second) {
        if (left > 0) tellLeftOut(left);
        [second, shown, left] = [now, 0, 0];
      }
      if (shown < perSecond) {
        shown++;
        return true;
      }
      left++;
      leftOut++;
      return false;
    },
  };
}
