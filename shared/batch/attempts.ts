/**
 * Trying again within the invocation: unlike a Kinesis stream, Data Firehose never delivers a record a second time
 * after an answer, so what is transient has to be waited out here.
 */
import type { Outcome, SourceRecord } from "../outcome.ts";
import type { Deadline } from "../ports.ts";
import type { BackOff } from "./back-off.ts";

/** The stores try each write several times by themselves; this is for what outlasts that. */
const MAX_ATTEMPTS = 3;

/** One outcome per record, in order; `retry` only for what stayed so until attempts or time ran out. */
export async function processWithRetries(
  records: readonly SourceRecord[],
  process: (records: readonly SourceRecord[]) => Promise<readonly Outcome[]>,
  backOff: BackOff,
  deadline: Deadline,
): Promise<readonly Outcome[]> {
  const outcomes = [...(await process(records))];
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    const places = [...outcomes.keys()].filter((place) => outcomes[place]?.status === "retry");
    if (places.length === 0) break;
    await backOff.wait(attempt, deadline);
    if (deadline.expired()) break;
    const again = await process(places.flatMap((place) => records[place] ?? []));
    for (const [position, place] of places.entries()) {
      const outcome = again[position];
      if (outcome !== undefined) outcomes[place] = outcome;
    }
  }
  return outcomes;
}
