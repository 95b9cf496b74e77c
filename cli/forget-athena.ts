/** One person or device out of a deployed lake, by Athena's statements. */
import { countAbout, deleteErased, noteErased } from "../functions/athena/compaction/erased.ts";
import { optimizeAll, vacuum } from "../functions/athena/compaction/maintain.ts";
import type { LakeNames } from "../infra/names.ts";
import type { Erasure } from "../shared/lake/erasure.ts";
import { COMPACTED_TABLE, LAKE_TABLE } from "../shared/lake/table.ts";
import type { LakeRows } from "./forget-local.ts";
import { type AthenaSend, formOf, runSql } from "./query-athena.ts";

const MAX_ATTEMPTS = 10;
const WAIT_MS = 30_000;

/**
 * Answers what the lake holds of the subject; where `write` is true, deletes it from what is compacted and sees to it that
 * landing brings nothing back. A lake without compaction has landing alone: `compacted` is `undefined`.
 */
export async function forgetInAthena(
  send: AthenaSend,
  names: LakeNames,
  erasure: Erasure,
  write: boolean,
  sleep: (ms: number) => Promise<void>,
): Promise<Omit<LakeRows, "compacted"> & { readonly compacted: number | undefined }> {
  const count = async (table: string) =>
    Number((await runSql(send, names, countAbout(erasure, table), sleep)).rows[0]?.[0]);
  const landing = await count(LAKE_TABLE);
  if ((await formOf(send, names)) === "landing") return { compacted: undefined, landing };
  const compacted = await count(COMPACTED_TABLE);
  if (write) {
    for (const statement of [noteErased(erasure), deleteErased(erasure), optimizeAll, vacuum])
      await again(() => runSql(send, names, statement, sleep), sleep);
    const left = await count(COMPACTED_TABLE);
    if (left > 0) throw new Error(`${left} rows came in while they were deleted; run this again.`);
  }
  return { compacted, landing };
}

/** A commit that met compaction's, and work that takes more runs of the same statement. */
const passing = /ICEBERG_COMMIT_ERROR|MORE_RUNS_NEEDED/;

async function again(run: () => Promise<unknown>, sleep: (ms: number) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await run();
      return;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !passing.test(String(error))) throw error;
      await sleep(WAIT_MS);
    }
  }
}
