/** A lake's landing files as its writer leaves them: by the hour of arrival. */
import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetFile } from "../../../shared/lake/parquet.ts";
import { EVENTS_FOLDER, partitionOf } from "../../../shared/lake/table.ts";
import type { Row } from "../../../shared/row.ts";

/** A file for each hour that some arrived in. */
export async function land(directory: string, arrived: readonly Row[]): Promise<void> {
  const byHour = Map.groupBy(arrived, ({ received_at }) => JSON.stringify(partitionOf(received_at)));
  for (const rows of byHour.values()) {
    const { dt, hour } = partitionOf(rows[0]?.received_at ?? 0);
    const folder = join(directory, EVENTS_FOLDER, `dt=${dt}`, `hour=${String(hour).padStart(2, "0")}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${randomUUID()}.parquet`), parquetFile(rows));
  }
}
