/** How long to wait before the next try, by how often it failed: doubled from one second, a quarter of a minute at most. */
const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;

/** `chance` from 0 to 1 takes up to a quarter of it away, so that windows do not all come at once. */
export function backOffMs(failures: number, chance = Math.random()): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return whole * (1 - chance / 4);
}
