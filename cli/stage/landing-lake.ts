/** A lake that lands as Parquet files by the hour of arrival, looked into through its objects. */
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { readRows } from "../../shared/lake/read-rows.ts";
import { EVENTS_FOLDER, partitionFolder } from "../../shared/lake/table.ts";
import type { Row } from "../../shared/row.ts";
import type { StageLake } from "./lake.ts";
import type { KeptObject, Objects } from "./objects.ts";

const HOUR_MS = 3_600_000;
/** Stores tell when an object was written in whole seconds. */
const SECOND_MS = 1_000;

export function landingLake(objects: Objects): StageLake {
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
            rows.push(...(await rowsOfTenant(await objects.read(name), tenant)));
            read.add(name);
          }
          return rows;
        },
      };
    },
  };
}

/** Files are written once and lie in the folder of the hour their rows arrived in. */
async function* filesSince(objects: Objects, sinceMs: number): AsyncGenerator<KeptObject> {
  const nowMs = Date.now();
  const fromMs = Math.floor(sinceMs / SECOND_MS) * SECOND_MS;
  for (let hourMs = Math.floor(sinceMs / HOUR_MS) * HOUR_MS; hourMs <= nowMs; hourMs += HOUR_MS)
    for await (const object of objects.list(`${EVENTS_FOLDER}/${partitionFolder(hourMs)}/`))
      if (object.keptAtMs >= fromMs && object.name.endsWith(".parquet")) yield object;
}

/** One column says whether the file has any: most have none, and rows are wide. */
async function rowsOfTenant(bytes: Buffer, tenant: string): Promise<readonly Row[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const metadata = parquetMetadata(file);
  const tenants = await parquetReadObjects({ file, metadata, columns: ["tenant_id"] });
  const isTheirs = (cells: Readonly<Record<string, unknown>>) => cells.tenant_id === tenant;
  const first = tenants.findIndex(isTheirs);
  if (first < 0) return [];
  const rows = await readRows(file, metadata, first, tenants.findLastIndex(isTheirs) + 1);
  return rows.filter(({ tenant_id }) => tenant_id === tenant);
}
