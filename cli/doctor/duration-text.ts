const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** `350 ms`, `12 s`, `4 min`, `3 h`, `12 days`: to read, not to reckon with. */
export function durationText(ms: number): string {
  const size = Math.abs(ms);
  if (size < SECOND_MS) return `${Math.round(ms)} ms`;
  if (size < 2 * MINUTE_MS) return `${Math.round(ms / SECOND_MS)} s`;
  if (size < 2 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return size < 2 * DAY_MS ? `${Math.round(ms / HOUR_MS)} h` : `${Math.round(ms / DAY_MS)} days`;
}
