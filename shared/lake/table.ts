/** What the lake's tables are called, where their files lie, and how they are parted. */

/** Landing: every copy of every event, by the hour it arrived. */
export const LAKE_TABLE = "events";
/** Each event once, by the day it occurred. */
export const COMPACTED_TABLE = "events_compacted";
/** How many rows each day of arrival had when it was last compacted. */
export const LEDGER_TABLE = "compacted_days";
/** Whom the lake has forgotten, and up to when. */
export const ERASED_TABLE = "erased_subjects";
/** Each event once, wherever it lies. */
export const LATEST_VIEW = "events_latest";

/** The folder of the landing files, below the bucket or the directory. */
export const EVENTS_FOLDER = "events";
/** The folder of the other tables' files: a folder each, named after the table. */
export const COMPACTED_FOLDER = "compacted";

/** The partition an arrival time belongs to. */
export function partitionOf(arrivedAtMs: number): { readonly dt: string; readonly hour: number } {
  const iso = new Date(arrivedAtMs).toISOString();
  return { dt: iso.slice(0, 10), hour: Number(iso.slice(11, 13)) };
}

/** `dt=yyyy-MM-dd/hour=HH` */
export function partitionFolder(arrivedAtMs: number): string {
  const { dt, hour } = partitionOf(arrivedAtMs);
  return `dt=${dt}/hour=${String(hour).padStart(2, "0")}`;
}
