/** Rows out of a Parquet file of the lake, as they were before they were written. */
import { type AsyncBuffer, type FileMetaData, parquetReadObjects } from "hyparquet";
import { type ColumnName, columnList, newRow, type Row } from "../row.ts";

const names = columnList.map(({ name }) => name);

/** Of the places `from` to `to` in the file, `to` not included; other columns than those named are absent. */
export async function readRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  from: number,
  to: number,
  columns: readonly ColumnName[] = names,
): Promise<readonly Row[]> {
  const found = await parquetReadObjects({ file, metadata, columns: [...columns], rowStart: from, rowEnd: to });
  return found.map(rowOf);
}

/** Epoch milliseconds, in the file's order. */
export async function readTimes(file: AsyncBuffer, metadata: FileMetaData): Promise<readonly number[]> {
  const found = await parquetReadObjects({ file, metadata, columns: ["occurred_at"] });
  return found.map(({ occurred_at }) => epochMs(occurred_at));
}

function rowOf(cells: Readonly<Record<string, unknown>>): Row {
  const row: Record<string, unknown> = { ...newRow("", "", 0, 0, "") };
  for (const { name, type } of columnList) {
    const cell = cells[name];
    if (cell !== undefined && cell !== null) row[name] = type === "timestamp" ? epochMs(cell) : cell;
  }
  return row as unknown as Row;
}

function epochMs(cell: unknown): number {
  return cell instanceof Date ? cell.getTime() : Number(cell);
}
