/** Where a delivery stream puts what it delivers, with the names Data Firehose gives. */

import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetFile } from "../../../shared/lake/parquet.ts";
import { EVENTS_FOLDER, partitionOf } from "../../../shared/lake/table.ts";
import type { Row } from "../../../shared/row.ts";

export type ErrorOutput = "processing-failed" | "format-conversion-failed";

const ERRORS_FOLDER = "errors";

/** One file in the partition of the oldest record in it. Answers its length in bytes. */
export async function writeRows(
  directory: string,
  stream: string,
  rows: readonly Partial<Row>[],
  oldestMs: number,
): Promise<number> {
  const bytes = parquetFile(rows);
  await writeInto(
    join(directory, EVENTS_FOLDER, partitionFolder(oldestMs)),
    fileName(stream, oldestMs, ".parquet"),
    bytes,
  );
  return bytes.length;
}

/** One JSON document per line; `rawData` is base64. */
export async function writeErrors(
  directory: string,
  stream: string,
  output: ErrorOutput,
  documents: readonly object[],
  oldestMs: number,
): Promise<void> {
  const text = documents.map((document) => `${JSON.stringify(document)}\n`).join("");
  const folder = join(directory, ERRORS_FOLDER, output, partitionFolder(oldestMs));
  await writeInto(folder, fileName(stream, oldestMs, ""), Buffer.from(text));
}

async function writeInto(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), bytes);
}

function partitionFolder(oldestMs: number): string {
  const { dt, hour } = partitionOf(oldestMs);
  return join(`dt=${dt}`, `hour=${String(hour).padStart(2, "0")}`);
}

/** `stream-version-yyyy-MM-dd-HH-mm-ss-uuid`. */
function fileName(stream: string, oldestMs: number, extension: string): string {
  const time = new Date(oldestMs).toISOString().slice(0, 19).replace(/[T:]/g, "-");
  return `${stream}-1-${time}-${randomUUID()}${extension}`;
}
