/** The latest time a date can tell, in milliseconds since 1970: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_MS = 8.64e15;

/** ISO 8601 in UTC. A stranger's letter may have a time that is none, or that no date can tell: 1970, and the nearest. */
export function isoTime(ms: number): string {
  return new Date(Number.isNaN(ms) ? 0 : Math.min(LAST_MS, Math.max(-LAST_MS, ms))).toISOString();
}
