/** Rows as Parquet files by the hour they arrived, some thousands in a file where as many come within seconds. */
import { join } from "node:path";
import { landingFiles } from "../../../shared/lake/landing.ts";
import type { Row } from "../../../shared/row.ts";
import { writeWhole } from "../../lake-store.ts";

interface LandingFolder {
  put(rows: readonly Row[]): Promise<void>;
  flush(): Promise<void>;
  rows(): number;
  files(): number;
}

const ROWS_PER_FILE = 10_000;
/** A file at least this often while rows come, for whoever asks the lake meanwhile. */
const HELD_MS = 2_000;

export function newLandingFolder(directory: string): LandingFolder {
  let held: Row[] = [];
  let [rows, written, files] = [0, 0, 0];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const taken = held;
    held = [];
    writing = writing.then(() => write(taken));
    return writing;
  }

  async function write(taken: readonly Row[]): Promise<void> {
    if (taken.length === 0) return;
    const source = { name: "bigquery", range: [String(written + 1), String(written + taken.length)] as const };
    written += taken.length;
    for (const file of landingFiles(taken, source)) {
      if ("fate" in file) throw new Error("A row that BigQuery took fits into no file.");
      await writeWhole(join(directory, file.key), file.bytes);
      files++;
    }
  }

  return {
    async put(more) {
      held.push(...more);
      rows += more.length;
      if (held.length >= ROWS_PER_FILE) await flush();
      else timer ??= setTimeout(flush, HELD_MS);
    },
    flush,
    rows: () => rows,
    files: () => files,
  };
}
