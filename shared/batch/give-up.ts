/**
 * Giving up, for platforms that would retry for ever or drop silently: what is past its greatest age becomes a dead
 * letter with its raw bytes. By the record's age and never by a count of attempts, which a short outage uses up.
 */
import { errorName } from "../error-name.ts";
import { type Fate, type Outcome, outcomeOf, rejected, retry } from "../outcome.ts";
import type { DeadLetter } from "../ports.ts";
import type { Batch } from "./batch.ts";

export interface GiveUpOptions {
  readonly deadLetter: DeadLetter;
  /** From when the transport took a record. Below the transport's own retention. */
  readonly maxRecordAgeMs: number;
  readonly nowMs: number;
}

/** The outcomes, with `retries-exhausted` for what was to be retried and is too old. The letter is the whole record: its events are idempotent. */
export async function giveUp(
  outcomes: readonly Outcome[],
  { records, source, keepBy }: Batch,
  { deadLetter, maxRecordAgeMs, nowMs }: GiveUpOptions,
): Promise<readonly Outcome[]> {
  const isGivenUp = (index: number) =>
    outcomes[index]?.fate.status === "retry" && nowMs - (records[index]?.receivedAtMs ?? nowMs) > maxRecordAgeMs;
  const tooOld = records.filter((_, index) => isGivenUp(index));
  if (tooOld.length === 0) return outcomes;
  const exhausted = {
    stage: "write",
    code: "retries-exhausted",
    message: `it could not be stored within ${Math.round(maxRecordAgeMs / 1_000)} s of its arrival`,
  } as const;
  let given: Fate = rejected(exhausted);
  try {
    const letters = tooOld.map(({ position, payload, receivedAtMs }) => ({
      position,
      payload,
      receivedAtMs,
      ...exhausted,
    }));
    await deadLetter.put(letters, source, keepBy);
  } catch (error) {
    given = retry(`the dead letter could not be kept (${errorName(error)})`);
  }
  return outcomes.map((outcome, index) =>
    isGivenUp(index)
      ? outcomeOf(
          outcome.position,
          outcome.parts.map((fate) => (fate.status === "retry" ? given : fate)),
        )
      : outcome,
  );
}
