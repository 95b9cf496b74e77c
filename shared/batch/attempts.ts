/**
 * Trying again within the invocation, for a platform that never delivers a record a second time after an answer (Data
 * Firehose): what is transient has to be waited out here.
 */
import type { Outcome } from "../outcome.ts";
import type { BackOff } from "./back-off.ts";
import type { Batch } from "./batch.ts";

/** The stores try each write several times by themselves; this is for what outlasts that. */
const MAX_ATTEMPTS = 3;

/** One outcome per record, in order; `retry` only for what stayed so until attempts or time ran out. */
export async function processWithRetries(
  batch: Batch,
  process: (batch: Batch) => Promise<readonly Outcome[]>,
  backOff: BackOff,
): Promise<readonly Outcome[]> {
  const outcomes = [...(await process(batch))];
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const places = [...outcomes.keys()].filter((place) => outcomes[place]?.fate.status === "retry");
    if (places.length === 0) break;
    await backOff.wait(attempt, batch.writeBy);
    if (batch.writeBy.expired()) break;
    const again = await process({ ...batch, records: places.flatMap((place) => batch.records[place] ?? []) });
    for (const [position, place] of places.entries()) {
      const outcome = again[position];
      if (outcome !== undefined) outcomes[place] = outcome;
    }
  }
  return outcomes;
}
