/** `spaces forget` on Google Cloud: one person or device out of Firestore and the lake. */
import { BigQuery } from "@google-cloud/bigquery";
import { firestoreCalls } from "../../gcp/firestore/sdk-calls.ts";
import type { Erasure } from "../../shared/lake/erasure.ts";
import { UserError } from "../user-error.ts";
import { forgetInBigQuery } from "./forget-bigquery.ts";
import { forgetInDatabase } from "./forget-documents.ts";
import { databaseNamed } from "./now.ts";
import type { Outputs } from "./outputs.ts";
import { datasetOf } from "./query.ts";

/** A line for each part, once it is done. */
export async function* forgetOnGoogleCloud(
  { firestore_database: name, lake }: Outputs,
  erasure: Erasure & { readonly tenant: string },
  write: boolean,
): AsyncGenerator<string> {
  if (name === undefined)
    throw new UserError("The outputs name no database: they are not those of gcp/infra, or not applied yet.");
  const { kind, id, tenant } = erasure;
  const database = databaseNamed(name);
  try {
    const { state, history } = await forgetInDatabase(firestoreCalls(database), { tenant, kind, id }, write);
    yield `state: ${state} items`;
    yield `history: ${history} items`;
  } finally {
    await database.client.close();
  }
  if (lake !== undefined && lake !== null) {
    const dataset = datasetOf(lake);
    const client = new BigQuery({ projectId: dataset.projectId });
    const { compacted, landing } = await forgetInBigQuery(client, dataset, erasure, write);
    yield `lake, compacted: ${compacted} rows`;
    yield `lake, landing: ${landing} rows, of which those of the last hour and a half stay, and show, until the next merge at night`;
    yield "BigQuery keeps what was deleted for up to 14 days more, for time travel and in its fail-safe.";
  }
  yield "Dead letters hold events as they were sent, until dead_letter_days have passed.";
}
