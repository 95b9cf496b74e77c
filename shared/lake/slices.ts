/** An hour of events cut into slices that fit the memory, by the minutes they occurred in. */

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** Minutes of an hour, `to` not included. */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** Rows by minute: 60 counts. */
export type MinuteCounts = readonly number[];

export function minuteOf(occurredAtMs: number): number {
  return Math.floor((occurredAtMs % HOUR_MS) / MINUTE_MS);
}

/** As few as hold at most `maxRows` each; a minute is never cut, so one that has more is a slice alone. None is empty. */
export function slicesOf(counts: MinuteCounts, maxRows: number): readonly Slice[] {
  const slices: Slice[] = [];
  let [from, rows] = [0, 0];
  counts.forEach((count, minute) => {
    if (rows > 0 && rows + count > maxRows) {
      slices.push({ from, to: minute });
      [from, rows] = [minute, 0];
    }
    rows += count;
  });
  return rows > 0 ? [...slices, { from, to: counts.length }] : slices;
}
