/** One person or device out of the lake in BigQuery. */
import type { BigQuery } from "@google-cloud/bigquery";
import { countAbout, deleteErased, type Erasure, noteErased } from "../../gcp/bigquery/erased.ts";
import { ARRIVED_TABLE, ONCE_TABLE } from "../../gcp/bigquery/tables.ts";
import type { Dataset } from "./query.ts";

export interface Forgotten {
  /** Rows about the subject, before anything was deleted; of one event there may be several. */
  readonly rows: number;
}

/**
 * Looks only, unless `deleted`. Rows that were streamed within the last hour and a half stay until the next merge, which
 * leaves them out and deletes them. Run again it deletes what is left.
 */
export async function forgetInBigQuery(
  client: BigQuery,
  dataset: Dataset,
  { kind, id, tenant, atMs }: Erasure,
  deleted: boolean,
): Promise<Forgotten> {
  const common = {
    params: { subject: `${kind}:${id}`, tenant: tenant ?? null, at: { value: new Date(atMs).toISOString() } },
    types: { subject: "STRING", tenant: "STRING", at: "TIMESTAMP" },
    defaultDataset: dataset,
  };
  async function run(query: string): Promise<readonly { readonly row_count?: unknown }[]> {
    const [job] = await client.createQueryJob({ ...common, query });
    const [found] = await job.getQueryResults();
    return found;
  }
  let rows = 0;
  for (const table of [ONCE_TABLE, ARRIVED_TABLE]) rows += Number((await run(countAbout(table)))[0]?.row_count ?? 0);
  if (deleted) for (const statement of [noteErased, ...deleteErased]) await run(statement);
  return { rows };
}
