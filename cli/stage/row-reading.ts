/** Payloads → rows, by a stage's own core and without writing: what a record would come to. */
import type { Core } from "../../runtime/start-core.ts";
import { batchInNoHurry } from "../../shared/batch/batch.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import type { Fate, SourceRecord } from "../../shared/outcome.ts";

const nothingKept = { put: async () => {} };

/** The fates of the record's events, as if every write went well. */
export async function fatesOf(record: SourceRecord, core: Core): Promise<readonly Fate[]> {
  const outcomes = await processBatch(batchInNoHurry([record], "read"), {
    ...core,
    sinks: [],
    deadLetter: nothingKept,
  });
  return outcomes.flatMap(({ parts }) => parts);
}
