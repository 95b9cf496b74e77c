/** What the lake's table is called, where its files lie, and how they are parted. */

export const LAKE_TABLE = "events";
export const LATEST_VIEW = "events_latest";

/** The folder of the table's files, below the bucket or the directory. */
export const EVENTS_FOLDER = "events";

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
