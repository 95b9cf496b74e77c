/**
 * Landing into the compacted table: days of arrival whose files are not those they were last compacted from, hour by hour
 * of occurrence. A file that came late changes its day's, and is found by that. Whatever ends a run, the next goes on.
 *
 * A day that is compacted and old enough loses its landing files. One that a run has not got to is compacted once more with
 * what is left of it, which changes nothing; a file that was written since it was listed stays, and is found as any other.
 */
import { createHash } from "node:crypto";
import { forEachConcurrently } from "../../../shared/batch/concurrency.ts";
import { EVENTS_FOLDER } from "../../../shared/lake/table.ts";
import type { Deadline } from "../../../shared/ports.ts";
import { noteOfDay, progressOfDay } from "../ledger.ts";
import { arrivalsOf, type HourArrivals } from "./arrivals.ts";
import { compactHour } from "./compact-hour.ts";
import { type Erasures, erasuresOf } from "./erasures.ts";
import type { LakeFile, LakeFiles } from "./lake-files.ts";

export interface Compacted {
  /** Days of arrival that are done. */
  readonly days: readonly string[];
  /** Hours of occurrence that were written. */
  readonly hours: number;
  /** Landing files that were removed. */
  readonly removed: number;
  /** Days were left for the next run. */
  readonly unfinished: boolean;
}

/** What a day was compacted from; and the hours that are done, of a day that is not. */
interface Note {
  readonly from: string;
  readonly hours?: readonly number[];
  /** Its files have been removed: nothing can arrive on it any more. */
  readonly isRemoved?: true;
}

/**
 * How long landing stays, in days: twice as long as an Event Hub keeps anything, after which no file can come for a day.
 * https://learn.microsoft.com/azure/event-hubs/event-hubs-quotas
 */
const LANDING_DAYS = 14;
const DAY_MS = 86_400_000;
const REMOVED_AT_ONCE = 32;

/** Days before `today` (`yyyy-MM-dd`, UTC), oldest first. One run at a time. */
export async function compact(lake: LakeFiles, today: string, deadline: Deadline): Promise<Compacted> {
  const keptFrom = new Date(Date.parse(today) - LANDING_DAYS * DAY_MS).toISOString().slice(0, 10);
  const erasures = erasuresOf(lake);
  const days: string[] = [];
  let [hours, removed] = [0, 0];
  for (const day of await daysOf(lake, today)) {
    const note = await readNote(lake, noteOfDay(day));
    if (note?.isRemoved) continue;
    const files = await filesOf(lake, day);
    const from = fingerprint(files);
    if (note?.from === from) {
      if (day >= keptFrom) continue;
      if (deadline.expired()) return { days, hours, removed, unfinished: true };
      await forEachConcurrently(files, REMOVED_AT_ONCE, lake.remove);
      removed += files.length;
      const left = await filesOf(lake, day);
      await writeNote(lake, noteOfDay(day), left.length === 0 ? { from, isRemoved: true } : { from });
      continue;
    }
    const progress = await readNote(lake, progressOfDay(day));
    const done = new Set(progress?.from === from ? progress.hours : []);
    for (const [hour, arrivals] of await arrivalsOf(files, lake)) {
      if (done.has(hour)) continue;
      if (deadline.expired()) return { days, hours, removed, unfinished: true };
      await compactForgetting(hour, arrivals, lake, erasures);
      hours++;
      await writeNote(lake, progressOfDay(day), { from, hours: [...done.add(hour)] });
    }
    await writeNote(lake, noteOfDay(day), { from });
    days.push(day);
  }
  return { days, hours, removed, unfinished: false };
}

/** Once more when somebody was forgotten meanwhile: what was read before may have brought them back. */
async function compactForgetting(
  hour: number,
  arrivals: HourArrivals,
  lake: LakeFiles,
  erasures: () => Promise<Erasures>,
): Promise<void> {
  for (let { version, all } = await erasures(); ; ) {
    await compactHour(hour, arrivals, lake, { erasures: all });
    const after = await erasures();
    if (after.version === version) return;
    ({ version, all } = after);
  }
}

async function daysOf(lake: LakeFiles, today: string): Promise<readonly string[]> {
  const days: string[] = [];
  for await (const folder of lake.folders(`${EVENTS_FOLDER}/`)) {
    const day = /dt=(\d{4}-\d\d-\d\d)\/$/.exec(folder)?.[1];
    if (day !== undefined && day < today) days.push(day);
  }
  return days.sort();
}

/** An account with a hierarchical namespace lists its directories, too. */
async function filesOf(lake: LakeFiles, day: string): Promise<readonly LakeFile[]> {
  const files: LakeFile[] = [];
  for await (const file of lake.list(`${EVENTS_FOLDER}/dt=${day}/`))
    if (file.name.endsWith(".parquet")) files.push(file);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function fingerprint(files: readonly LakeFile[]): string {
  const hash = createHash("sha256");
  for (const { name, etag } of files) hash.update(`${name} ${etag}\n`);
  return hash.digest("hex");
}

async function readNote(lake: LakeFiles, name: string): Promise<Note | undefined> {
  const bytes = await lake.read(name);
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as Note);
}

async function writeNote(lake: LakeFiles, name: string, note: Note): Promise<void> {
  const file = lake.create(name);
  await file.add(Buffer.from(JSON.stringify(note)));
  await file.end("application/json");
}
