/**
 * How far a connection is: where it takes up again when it breaks, and whether it is past the end. Events come somewhat out
 * of order and a device's clock can be ahead, so no single event moves it: it is past a time when the last few all are.
 */
export interface Position {
  /** Epoch ms; never goes back. */
  readonly ms: number;
  /** An event's time, once it is safe. */
  took(recordTimestamp: number): void;
}

const LAST_EVENTS = 16;

export function positionFrom(fromMs: number): Position {
  const last: number[] = [];
  let ms = fromMs;
  return {
    get ms() {
      return ms;
    },
    took(recordTimestamp) {
      last.push(recordTimestamp);
      if (last.length > LAST_EVENTS) last.shift();
      if (last.length === LAST_EVENTS) ms = Math.max(ms, Math.min(...last));
    },
  };
}
