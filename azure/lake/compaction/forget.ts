/**
 * One person or device out of the compacted files. Of landing nothing is taken away: its files are removed two weeks after
 * they arrived, and neither compaction nor a query lets in whom the lake has forgotten.
 */
import { parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { compactedFile } from "../../../shared/lake/compacted-file.ts";
import { type Erasure, isErased, type RowIdentity } from "../../../shared/lake/erasure.ts";
import { readRows } from "../../../shared/lake/read-rows.ts";
import { COMPACTED_FOLDER, COMPACTED_TABLE } from "../../../shared/lake/table.ts";
import { isConflict } from "../../azure-errors.ts";
import { PARQUET } from "../landing.ts";
import { noteErasure } from "./erasures.ts";
import type { LakeFiles, OpenFile } from "./lake-files.ts";

/** Compaction writes a file again at most every few minutes: more often than this it is not met. */
const MAX_ATTEMPTS = 5;

const identityColumns = [
  "subject_kind",
  "subject_id",
  "device_id",
  "mac_address",
  "user_id",
  "tenant_id",
  "occurred_at",
  "received_at",
] as const satisfies readonly (keyof RowIdentity)[];

/**
 * Answers how many compacted rows are about the subject; where `write` is true, takes them out, a file at a time. Noted
 * first, so that compaction that is under way brings none of them back.
 */
export async function forgetInFiles(lake: LakeFiles, erasure: Erasure, write: boolean): Promise<number> {
  if (write) await noteErasure(lake, erasure);
  let rows = 0;
  for await (const { name } of lake.list(`${COMPACTED_FOLDER}/${COMPACTED_TABLE}/`))
    if (name.endsWith(".parquet")) rows += await forgetInFile(lake, name, erasure, write);
  return rows;
}

async function forgetInFile(lake: LakeFiles, name: string, erasure: Erasure, write: boolean): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await lake.open(name);
      if (file === undefined) return 0;
      const about = await countAbout(file, erasure);
      if (write && about > 0) await rewrite(lake, name, file, erasure);
      return about;
    } catch (error) {
      // Compaction has put another one in its place.
      if (!isConflict(error) || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/** Reads the few columns it takes, and no payload. */
async function countAbout(file: OpenFile, erasure: Erasure): Promise<number> {
  const found = await parquetReadObjects({ file, columns: [...identityColumns] });
  return found.filter((cells) => isErased(identityOf(cells), [erasure])).length;
}

function identityOf(cells: Readonly<Record<string, unknown>>): RowIdentity {
  const { occurred_at, received_at, ...ids } = cells;
  return { ...ids, occurred_at: Number(occurred_at), received_at: Number(received_at) } as RowIdentity;
}

/** A row group at a time. */
async function rewrite(lake: LakeFiles, name: string, file: OpenFile, erasure: Erasure): Promise<void> {
  const metadata = await parquetMetadataAsync(file);
  const target = lake.create(name);
  const rewritten = compactedFile();
  let start = 0;
  let left = 0;
  for (const { num_rows } of metadata.row_groups) {
    const end = start + Number(num_rows);
    const rows = (await readRows(file, metadata, start, end)).filter((row) => !isErased(row, [erasure]));
    if (rows.length > 0) await target.add(rewritten.add(rows));
    left += rows.length;
    start = end;
  }
  if (left === 0) return lake.remove({ name, etag: file.etag });
  await target.add(rewritten.end());
  await target.end(PARQUET, file.etag);
}
