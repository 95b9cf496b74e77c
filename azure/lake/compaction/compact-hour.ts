/**
 * An hour of events in one file, each once: what is compacted of it already and what arrived, merged a slice at a time.
 * Run twice it makes the same file; it is put in place whole.
 */
import { type AsyncBuffer, type FileMetaData, parquetMetadata, parquetMetadataAsync } from "hyparquet";
import { compactedFile } from "../../../shared/lake/compacted-file.ts";
import { type Erasure, isErased } from "../../../shared/lake/erasure.ts";
import { newestCopies } from "../../../shared/lake/newest-copy.ts";
import { readRows, readTimes } from "../../../shared/lake/read-rows.ts";
import { HOUR_MS, minuteOf, type Slice, slicesOf } from "../../../shared/lake/slices.ts";
import { COMPACTED_FOLDER, COMPACTED_TABLE } from "../../../shared/lake/table.ts";
import type { Row } from "../../../shared/row.ts";
import { PARQUET } from "../landing.ts";
import type { HourArrivals } from "./arrivals.ts";
import type { LakeFiles } from "./lake-files.ts";

/**
 * Rows that are held at once, and so the rows of a row group; the rows of one minute where those are more. A row with its
 * payload takes some 5 KiB of heap while it is merged and written.
 */
const MAX_SLICE_ROWS = 20_000;

export function hourFile(hourMs: number): string {
  const iso = new Date(hourMs).toISOString();
  return `${COMPACTED_FOLDER}/${COMPACTED_TABLE}/occurred_on=${iso.slice(0, 10)}/hour-${iso.slice(11, 13)}.parquet`;
}

export interface HourOptions {
  /** Rows about them are left out, those that are compacted already, too. */
  readonly erasures?: readonly Erasure[];
  readonly maxSliceRows?: number;
}

export async function compactHour(
  hourMs: number,
  arrivals: HourArrivals,
  lake: LakeFiles,
  { erasures = [], maxSliceRows = MAX_SLICE_ROWS }: HourOptions = {},
): Promise<void> {
  const name = hourFile(hourMs);
  const before = await compactedBefore(name, lake);
  const counts = [...arrivals.values(), before.counts].reduce(added);
  const target = lake.create(name);
  const file = compactedFile();
  for (const slice of slicesOf(counts, maxSliceRows)) {
    const rows = await before.rowsIn(slice);
    for (const [landed, minutes] of arrivals)
      if (minutes.slice(slice.from, slice.to).some((count) => count > 0))
        for (const row of await landedRows(landed, hourMs, slice, lake)) rows.push(row);
    await target.add(file.add(newestCopies(rows.filter((row) => !isErased(row, erasures)))));
  }
  await target.add(file.end());
  await target.end(PARQUET);
}

interface Before {
  readonly counts: readonly number[];
  rowsIn(slice: Slice): Promise<Row[]>;
}

/** What is compacted is read a row group at a time. */
async function compactedBefore(name: string, lake: LakeFiles): Promise<Before> {
  const file = await lake.open(name);
  if (file === undefined) return { counts: new Array<number>(60).fill(0), rowsIn: async () => [] };
  const metadata = await parquetMetadataAsync(file);
  const minutes = (await readTimes(file, metadata)).map(minuteOf);
  const counts = new Array<number>(60).fill(0);
  for (const minute of minutes) counts[minute] = (counts[minute] ?? 0) + 1;
  // In order of time, so that a slice is a range of it.
  const starts = (minute: number) => counts.slice(0, minute).reduce((sum, count) => sum + count, 0);
  return { counts, rowsIn: async ({ from, to }) => [...(await rowsBetween(file, metadata, starts(from), starts(to)))] };
}

function rowsBetween(file: AsyncBuffer, metadata: FileMetaData, from: number, to: number): Promise<readonly Row[]> {
  return from === to ? Promise.resolve([]) : readRows(file, metadata, from, to);
}

async function landedRows(name: string, hourMs: number, { from, to }: Slice, lake: LakeFiles): Promise<readonly Row[]> {
  const bytes = await lake.read(name);
  if (bytes === undefined) return [];
  const file = new Uint8Array(bytes).buffer;
  const metadata = parquetMetadata(file);
  const rows = await readRows(file, metadata, 0, Number(metadata.num_rows));
  return rows.filter(({ occurred_at }) => {
    const minute = minuteOf(occurred_at);
    return occurred_at - (occurred_at % HOUR_MS) === hourMs && minute >= from && minute < to;
  });
}

function added(some: readonly number[], others: readonly number[]): readonly number[] {
  return some.map((count, minute) => count + (others[minute] ?? 0));
}
