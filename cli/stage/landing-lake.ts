/** A lake that lands as Parquet files by the hour of arrival, looked into through its objects. */
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import { type Erasure, isErased } from "../../shared/lake/erasure.ts";
import { readRows } from "../../shared/lake/read-rows.ts";
import { HOUR_MS } from "../../shared/lake/slices.ts";
import { EVENTS_FOLDER, partitionFolder, partitionOf } from "../../shared/lake/table.ts";
import { type ColumnName, type Row, storedColumns } from "../../shared/row.ts";
import { hoursOf } from "./hours.ts";
import type { FoundRow, StageLake } from "./lake.ts";
import type { KeptObject, Objects } from "./objects.ts";
import type { Span } from "./transport.ts";

/** Stores tell when an object was written in whole seconds. */
const SECOND_MS = 1_000;
/** Rows that are given at once; a row group, without payloads, is held. */
const PAGE_ROWS = 5_000;
const stored = storedColumns.map(({ name }) => name);

interface LandingOptions {
  /** In parts; absent: whole. `undefined` where the file is gone meanwhile. */
  readonly open?: (name: string) => Promise<AsyncBuffer | undefined>;
  /** Whose rows are left out, where landing still has them. */
  readonly erasures?: () => Promise<readonly Erasure[]>;
  /** Names of the files beside landing in which what arrived in the part of an hour may stand; before the first, in earlier ones. */
  readonly beside?: (part: Span, isFirst: boolean) => AsyncIterable<string>;
}

export function landingLake(objects: Objects, { open, erasures, beside }: LandingOptions = {}): StageLake {
  const openFile = open ?? (async (name: string) => bufferOf(await objects.read(name)));
  const rowsWhere = async (name: string, column: ColumnName, value: string) => {
    const file = await openFile(name);
    return file === undefined ? [] : rowsOfFile(file, column, value);
  };
  /** A day is listed once for all its hours. */
  async function* filesOf(span: Span): AsyncGenerator<{ readonly part: Span; readonly names: AsyncIterable<string> }> {
    let day: { readonly dt: string; readonly names: readonly string[] } = { dt: "", names: [] };
    async function* names(part: Span): AsyncGenerator<string> {
      const folder = `${EVENTS_FOLDER}/${partitionFolder(part.fromMs)}/`;
      for (const name of day.names) if (name.startsWith(folder)) yield name;
      if (beside !== undefined) yield* beside(part, part.fromMs === span.fromMs);
    }
    for (const part of hoursOf(span)) {
      const { dt } = partitionOf(part.fromMs);
      if (dt !== day.dt) {
        const found: string[] = [];
        for await (const { name } of filesBelow(objects, `dt=${dt}`)) found.push(name);
        day = { dt, names: found };
      }
      yield { part, names: names(part) };
    }
  }
  return {
    async newestMs(sinceMs) {
      let newest: number | undefined;
      for await (const { keptAtMs } of filesSince(objects, sinceMs))
        if (newest === undefined || keptAtMs > newest) newest = keptAtMs;
      return newest;
    },
    rowsOf(tenant, sinceMs) {
      const rows: Row[] = [];
      const read = new Set<string>();
      return {
        async find(signal) {
          for await (const { name } of filesSince(objects, sinceMs)) {
            if (signal.aborted) break;
            if (read.has(name)) continue;
            rows.push(...(await rowsWhere(name, "tenant_id", tenant)));
            read.add(name);
          }
          return rows;
        },
      };
    },
    async find(uid, span, signal) {
      const forgotten = (await erasures?.()) ?? [];
      const found: FoundRow[] = [];
      for await (const { names } of filesOf(span))
        for await (const at of names) {
          if (signal.aborted) break;
          for (const row of await rowsWhere(at, "record_uid", uid))
            if (isIn(row, span) && !isErased(row, forgotten)) found.push({ row, at });
        }
      return found;
    },
    async read(span, take, signal) {
      const forgotten = (await erasures?.()) ?? [];
      for await (const { part, names } of filesOf(span)) {
        for await (const name of names) {
          for await (const rows of rowGroups(await openFile(name))) {
            const asked = rows.filter((row) => isIn(row, span) && !isErased(row, forgotten));
            for (let at = 0; at < asked.length && !signal.aborted; at += PAGE_ROWS)
              await take({ rows: asked.slice(at, at + PAGE_ROWS), reachedMs: part.fromMs });
            if (signal.aborted) return;
          }
        }
        if (signal.aborted) return;
        await take({ rows: [], reachedMs: part.toMs });
      }
    },
  };
}

function isIn({ received_at }: Row, { fromMs, toMs }: Span): boolean {
  return received_at >= fromMs && received_at < toMs;
}

/** Files are written once and lie in the folder of the hour their rows arrived in. */
async function* filesSince(objects: Objects, sinceMs: number): AsyncGenerator<KeptObject> {
  const nowMs = Date.now();
  const fromMs = Math.floor(sinceMs / SECOND_MS) * SECOND_MS;
  for (let hourMs = Math.floor(sinceMs / HOUR_MS) * HOUR_MS; hourMs <= nowMs; hourMs += HOUR_MS)
    for await (const object of filesBelow(objects, partitionFolder(hourMs)))
      if (object.keptAtMs >= fromMs) yield object;
}

async function* filesBelow(objects: Objects, folder: string): AsyncGenerator<KeptObject> {
  for await (const object of objects.list(`${EVENTS_FOLDER}/${folder}/`))
    if (object.name.endsWith(".parquet")) yield object;
}

function bufferOf(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}

async function* rowGroups(file: AsyncBuffer | undefined): AsyncGenerator<readonly Row[]> {
  if (file === undefined) return;
  const metadata: FileMetaData = await parquetMetadataAsync(file);
  let start = 0;
  for (const { num_rows } of metadata.row_groups) {
    const end = start + Number(num_rows);
    yield await readRows(file, metadata, start, end, stored);
    start = end;
  }
}

/** One column says whether the file has any: most have none, and rows are wide. */
async function rowsOfFile(file: AsyncBuffer, column: ColumnName, value: string): Promise<readonly Row[]> {
  const metadata = await parquetMetadataAsync(file);
  const cells = await parquetReadObjects({ file, metadata, columns: [column] });
  const has = (of: Readonly<Record<string, unknown>>) => of[column] === value;
  const first = cells.findIndex(has);
  if (first < 0) return [];
  const rows = await readRows(file, metadata, first, cells.findLastIndex(has) + 1);
  return rows.filter((row) => row[column] === value);
}
