/** One person or device out of the lake in BigQuery. */
import type { BigQuery } from "@google-cloud/bigquery";
import { countAbout, deleteErased, noteErased } from "../../gcp/bigquery/erased.ts";
import { ARRIVED_TABLE, ONCE_TABLE } from "../../gcp/bigquery/tables.ts";
import type { Erasure } from "../../shared/lake/erasure.ts";
import type { LakeRows } from "../forget-local.ts";
import type { Dataset } from "./query.ts";

/**
 * Answers what the lake holds of the subject; deletes it where `write` is true. Rows that were streamed within the last hour and a half stay until the next merge, which
 * leaves them out and deletes them. Run again it deletes what is left.
 */
export async function forgetInBigQuery(
  client: BigQuery,
  dataset: Dataset,
  { kind, id, tenant, atMs }: Erasure,
  write: boolean,
): Promise<LakeRows> {
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
  const count = async (table: string) => Number((await run(countAbout(table)))[0]?.row_count ?? 0);
  const found = { compacted: await count(ONCE_TABLE), landing: await count(ARRIVED_TABLE) };
  if (write) for (const statement of [noteErased, ...deleteErased]) await run(statement);
  return found;
}
