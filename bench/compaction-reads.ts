/**
 * What moving a day of landing reads, which is what Athena bills: the same statements, run by DuckDB over landing files, and
 * the bytes of what they name, by the files' own footers. Iceberg itself is not here: what it reads of its metadata is not
 * in it, and its files are DuckDB's, of the same rows, partitions and codec.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compactLocal } from "../cli/compact-local.ts";
import { askLake } from "../cli/query-duckdb.ts";
import { mergeWeek, weeksOfDay } from "../functions/athena/compaction/merge.ts";
import { fill } from "../functions/athena/compaction/placeholders.ts";
import { landingFiles } from "../shared/lake/landing.ts";
import { COMPACTED_FOLDER, COMPACTED_TABLE, EVENTS_FOLDER } from "../shared/lake/table.ts";
import type { Row } from "../shared/row.ts";
import { bytesByColumn, parquetBytes } from "./parquet-bytes.ts";

/** Bytes for each row that arrived. */
export interface CompactionReads {
  /** Landing: by the look at which weeks there are, and whole by a MERGE for each of them. */
  readonly landing: number;
  /** Of what is compacted, the columns a copy is known by, in the days the MERGE is bounded by. */
  readonly copies: number;
  /** By OPTIMIZE: the days that something was merged into, whole. It reads no more than that. */
  readonly rewritten: number;
}

const DAY_MS = 86_400_000;
/** One in so many arrives once more the day after: for it the day before is opened, and rewritten. */
const REPEATED_EVERY = 50;
/** Of what is compacted. */
const copyColumns = [...new Set([...mergeWeek.matchAll(/\bt\.(\w+)/g)].map(([, name = ""]) => name))];

/** Of the mean day of a week, and what a compacted day has. */
export interface Compaction {
  readonly reads: CompactionReads;
  readonly columnBytes: ReadonlyMap<string, number>;
}

/** `rows` are those of one Monday, `batchRows` those of a landing file. */
export async function compactionReads(rows: readonly Row[], batchRows: number): Promise<Compaction> {
  const directory = await mkdtemp(join(tmpdir(), "compaction-reads-"));
  try {
    for (const shift of [-1, 0, 1]) await land(directory, arrivedOn(rows, shift), batchRows);
    const [sunday, monday, tuesday] = [-1, 0, 1].map((shift) => dayOf((rows[0]?.received_at ?? 0) + shift * DAY_MS));
    await compactLocal(directory, String(monday));
    // A week begins: what came late is of the one before, and a MERGE of its own.
    const first = await move(directory, String(sunday), String(monday));
    const others = await move(directory, String(monday), String(tuesday));
    const count = arrivedOn(rows, 0).length;
    const perRow = (of: keyof CompactionReads) => (first[of] + 6 * others[of]) / 7 / count;
    const reads: CompactionReads = {
      landing: perRow("landing"),
      copies: perRow("copies"),
      rewritten: perRow("rewritten"),
    };
    const columnBytes = await askLake(directory, (lake) => bytesByColumn(lake, compactedOn(directory, String(monday))));
    return { reads, columnBytes };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Moves `day`; answers the bytes that it takes. */
async function move(directory: string, before: string, day: string): Promise<CompactionReads> {
  const days = [before, day];
  const [landing, copies] = await askLake(directory, async (lake) => {
    const landed = join(directory, EVENTS_FOLDER, `dt=${day}`);
    const weeks = (await lake.sql(fill(weeksOfDay, { day }))).rows.map(
      ([from, until]) => [`${from}`, `${until}`] as const,
    );
    const ofLanding = [await parquetBytes(lake, landed, { columns: ["occurred_at"] })];
    for (const between of weeks) ofLanding.push(await parquetBytes(lake, landed, { between }));
    // The day itself is not compacted yet.
    const opened = weeks.some(([from, until]) => from <= before && before < until);
    const ofCopies = opened ? await parquetBytes(lake, compactedOn(directory, before), { columns: copyColumns }) : 0;
    return [ofLanding.reduce((sum, bytes) => sum + bytes, 0), ofCopies] as const;
  });
  await compactLocal(directory, dayOf(Date.parse(day) + DAY_MS));
  const rewritten = await askLake(directory, async (lake) => {
    const bytes = await Promise.all(days.map((touched) => parquetBytes(lake, compactedOn(directory, touched))));
    return bytes.reduce((sum, ofDay) => sum + ofDay, 0);
  });
  return { landing, copies, rewritten };
}

function arrivedOn(rows: readonly Row[], shift: number): readonly Row[] {
  return rows.flatMap((row, index) => {
    const told = shifted(row, shift);
    const repeat = { ...shifted(row, shift - 1), received_at: told.received_at };
    return index % REPEATED_EVERY === 0 ? [told, repeat] : [told];
  });
}

function shifted(row: Row, days: number): Row {
  return { ...row, occurred_at: row.occurred_at + days * DAY_MS, received_at: row.received_at + days * DAY_MS };
}

async function land(directory: string, arrived: readonly Row[], batchRows: number): Promise<void> {
  for (let index = 0; index < arrived.length; index += batchRows) {
    const source = { name: "stream/shard", range: [String(index), String(index + batchRows)] } as const;
    for (const file of landingFiles(arrived.slice(index, index + batchRows), source)) {
      if ("fate" in file) throw new Error("a row fits into no file");
      const path = join(directory, file.key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, file.bytes);
    }
  }
}

function compactedOn(directory: string, day: string): string {
  return join(directory, COMPACTED_FOLDER, COMPACTED_TABLE, `occurred_on=${day}`);
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
