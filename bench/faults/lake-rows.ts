/** The rows of a lake of Parquet files, copies included. */
import { parquetMetadata } from "hyparquet";
import { readRows } from "../../shared/lake/read-rows.ts";
import type { Row } from "../../shared/row.ts";
import type { Objects } from "./given-up.ts";

export async function parquetRows(files: Objects): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const bytes of files.values()) {
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const metadata = parquetMetadata(file);
    rows.push(...(await readRows(file, metadata, 0, Number(metadata.num_rows))));
  }
  return rows;
}
