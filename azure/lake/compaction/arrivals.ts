/** What arrived on a day, by the hours it occurred in: read from one column of each of the day's files. */
import { parquetMetadata } from "hyparquet";
import { forEachConcurrently } from "../../../shared/batch/concurrency.ts";
import { readTimes } from "../../../shared/lake/read-rows.ts";
import { HOUR_MS, minuteOf } from "../../../shared/lake/slices.ts";
import type { LakeFile, LakeFiles } from "./lake-files.ts";

const FILES_AT_ONCE = 8;

/** Rows by minute of each file that has any in the hour. */
export type HourArrivals = ReadonlyMap<string, readonly number[]>;

/** By the hour's begin, epoch milliseconds, oldest first. */
export async function arrivalsOf(
  files: readonly LakeFile[],
  lake: LakeFiles,
): Promise<ReadonlyMap<number, HourArrivals>> {
  const hours = new Map<number, Map<string, number[]>>();
  await forEachConcurrently(files, FILES_AT_ONCE, async ({ name }) => {
    const bytes = await lake.read(name);
    if (bytes === undefined) return;
    const file = new Uint8Array(bytes).buffer;
    for (const occurredAtMs of await readTimes(file, parquetMetadata(file))) {
      const hour = occurredAtMs - (occurredAtMs % HOUR_MS);
      const ofHour = hours.get(hour) ?? new Map<string, number[]>();
      const counts = ofHour.get(name) ?? new Array<number>(60).fill(0);
      const minute = minuteOf(occurredAtMs);
      counts[minute] = (counts[minute] ?? 0) + 1;
      hours.set(hour, ofHour.set(name, counts));
    }
  });
  return new Map([...hours].sort(([a], [b]) => a - b));
}
