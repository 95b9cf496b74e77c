/**
 * Processing a batch with a note of it, so that a record which ends the process (out of memory, a time-out) costs one
 * dead letter and not its partition: see `batch-note.ts`.
 */
import { errorName } from "../error-name.ts";
import { type Fate, type Outcome, outcomeOf, type Rejection, rejected, retry, type SourceRecord } from "../outcome.ts";
import type { DeadLetter } from "../ports.ts";
import type { Batch } from "./batch.ts";
import { afterDeath, type BatchNote, type BatchNotes, DEATHS_ALONE, nothingNoted, partsOf } from "./batch-note.ts";

export interface NotedOptions {
  readonly notes: BatchNotes;
  readonly deadLetter: DeadLetter;
  readonly process: (part: Batch) => Promise<readonly Outcome[]>;
}

export interface Noted {
  /** One per record, in order. */
  readonly outcomes: readonly Outcome[];
  /** Notes could not be kept: a death meanwhile would go unnoticed. */
  readonly warning?: string;
}

/** A batch whose notes cannot be kept is processed all the same. */
export async function processNoted(batch: Batch, { notes, deadLetter, process }: NotedOptions): Promise<Noted> {
  const { records, source } = batch;
  const [first] = records;
  if (first === undefined) return { outcomes: [] };
  const name = `${source.name}/${first.position}`;
  const keeping = await keeper(notes, name);
  const note = keeping.found === undefined ? nothingNoted : afterDeath(keeping.found, records);
  const { parts, refused } = partsOf(note, records);
  const outcomes = new Map<string, Outcome>();
  for (const part of parts) {
    await keeping.keep({ ...note, underWay: part[0]?.position ?? "" });
    for (const outcome of await process({ ...batch, records: part })) outcomes.set(outcome.position, outcome);
  }
  const fate = await refuse(refused, batch, deadLetter);
  for (const { position } of refused) outcomes.set(position, outcomeOf(position, [fate]));
  const ordered = records.map(({ position }) => outcomes.get(position) ?? outcomeOf(position, []));
  const comesAgain = ordered.some((outcome) => outcome.fate.status === "retry");
  await keeping.keep(comesAgain && note !== nothingNoted ? note : undefined);
  const problem = keeping.problem();
  return { outcomes: ordered, ...(problem !== undefined && { warning: problem }) };
}

const died: Rejection = {
  stage: "invocation",
  code: "process-died",
  message: `the process died ${DEATHS_ALONE} times while the record was processed alone`,
};

async function refuse(refused: readonly SourceRecord[], batch: Batch, deadLetter: DeadLetter): Promise<Fate> {
  if (refused.length === 0) return rejected(died);
  try {
    await deadLetter.put(
      refused.map((record) => ({ ...record, ...died })),
      batch.source,
      batch.keepBy,
    );
    return rejected(died);
  } catch (error) {
    return retry(`the dead letter could not be kept (${errorName(error)})`);
  }
}

/** The first failure ends the keeping for this invocation: what is known of earlier ones stays as it is. */
async function keeper(notes: BatchNotes, name: string) {
  let problem: string | undefined;
  async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
    if (problem !== undefined) return undefined;
    try {
      return await call();
    } catch (error) {
      problem = `the note of the batch could not be kept (${errorName(error)})`;
      return undefined;
    }
  }
  return {
    found: await attempt(() => notes.get(name)),
    keep: (note: BatchNote | undefined) =>
      attempt(() => (note === undefined ? notes.delete(name) : notes.put(name, note))),
    problem: () => problem,
  };
}
