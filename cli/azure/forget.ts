/** `spaces forget` on Azure: one person or device out of the tables and the lake. */

import { forgetInFiles } from "../../azure/lake/compaction/forget.ts";
import { lakeFiles } from "../../azure/lake/compaction/lake-files.ts";
import { tableCalls } from "../../azure/tables/sdk-calls.ts";
import type { Erasure } from "../../shared/lake/erasure.ts";
import { UserError } from "../user-error.ts";
import { forgetInAccount } from "./forget-tables.ts";
import type { Outputs } from "./outputs.ts";
import { accountAt, containerAt } from "./storage.ts";

/** A line for each part, once it is done. */
export async function* forgetOnAzure(
  { table_endpoints: endpoints = [], lake }: Outputs,
  erasure: Erasure & { readonly tenant: string },
  write: boolean,
): AsyncGenerator<string> {
  if (endpoints.length === 0)
    throw new UserError("The outputs name no tables: they are not those of azure/infra, or not applied yet.");
  const { kind, id, tenant } = erasure;
  let [state, history] = [0, 0];
  // Each by itself: an account that the tenant has moved away from still has what was stored there.
  for (const endpoint of endpoints) {
    const found = await forgetInAccount(tableCalls(accountAt(endpoint)), { tenant, kind, id }, write);
    state += found.state;
    history += found.history;
  }
  yield `state: ${state} items`;
  yield `history: ${history} items`;
  if (lake !== undefined && lake !== null) {
    yield `lake, compacted: ${await forgetInFiles(lakeFiles(containerAt(lake)), erasure, write)} rows`;
    yield "Landing files hold what arrived until 14 days after it; no query shows it, and it is not compacted.";
  }
  yield "Places it has left may name it in their index until the next sweep, at night. Dead letters hold events as they were sent, until dead_letter_days have passed.";
}
