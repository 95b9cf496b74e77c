/** How long ago something was seen, as a dot shows it: its filling goes, and past a quarter of an hour only its edge is left. */
const MINUTE_MS = 60_000;
const UPPER_ENDS_MS = [1, 3, 6, 10, 15].map((minutes) => minutes * MINUTE_MS);

/** Of `HERE_MS` on it is no longer counted as here. */
const HERE_MS = 15 * MINUTE_MS;
/** The filling's opacity, by level; the last is hollow. */
export const FILLINGS = [1, 0.8, 0.6, 0.42, 0.26, 0] as const;

/** Into `FILLINGS`. Who is seen after `nowMs`, by a clock that is ahead, is as fresh as can be. */
export function ageLevel(seenAtMs: number, nowMs: number): number {
  const age = nowMs - seenAtMs;
  let level = 0;
  while (level < UPPER_ENDS_MS.length && age >= (UPPER_ENDS_MS[level] as number)) level++;
  return level;
}

export function isHere(seenAtMs: number, nowMs: number): boolean {
  return nowMs - seenAtMs < HERE_MS;
}
