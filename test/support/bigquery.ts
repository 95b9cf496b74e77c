/** A BigQuery to write to, its folder, and a lake in front of it that waits for nothing between attempts. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bigQueryWriter } from "../../gcp/bigquery/client.ts";
import { bigQueryLake } from "../../gcp/bigquery/lake.ts";
import { type BigQueryWrite, startBigQueryWrite } from "../../local/gcp/bigquery/server.ts";
import type { EventSink } from "../../shared/ports.ts";

export const LAKE_TABLE_PATH = "projects/test/datasets/spaces/tables/arrived";
export const noWait = { wait: () => Promise.resolve() };

export interface TestBigQuery extends BigQueryWrite {
  readonly directory: string;
  readonly lake: EventSink;
}

export async function startTestBigQuery(): Promise<TestBigQuery> {
  const directory = await mkdtemp(join(tmpdir(), "bigquery-"));
  const server = await startBigQueryWrite({ directory });
  const writer = bigQueryWriter({ table: LAKE_TABLE_PATH, endpoint: server.endpoint });
  return {
    ...server,
    directory,
    lake: bigQueryLake({ writer, backOff: noWait }),
    async close() {
      writer.close();
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
