/**
 * The policy of writing state, the same for every store: fold a batch to the newest, write only what is newer, join
 * readings with what stands in the table, try again what fails in passing, and let one row that a store refuses for
 * ever cost its own fate only.
 */
import type { BackOff } from "../batch/back-off.ts";
import { forEachConcurrently } from "../batch/concurrency.ts";
import { errorName } from "../error-name.ts";
import { type Rejected, type Retry, rejected, retry } from "../outcome.ts";
import type { Deadline, FailedWrite, StateTable } from "../ports.ts";
import type { Row } from "../row.ts";
import { foldState, type StateWrite } from "./fold.ts";
import { join, olderVersions, restoreState, rowOf } from "./merged-state.ts";
import { stateItem } from "./state-item.ts";

/** Two writers rarely meet on one item; more than this many times in a row is contention that a replay resolves. */
const MAX_MERGE_ATTEMPTS = 6;
/** Beyond what a store's own client tries. */
const MAX_PASSING_ATTEMPTS = 3;

export interface StateWriter<Token> {
  readonly table: StateTable<Token>;
  readonly backOff: BackOff;
  /** How long the state of a person or a device is kept after its last event. */
  readonly personalTtlSeconds: number;
  readonly concurrentWrites: number;
  /** The receiver's clock, epoch milliseconds. */
  readonly nowMs: () => number;
}

/** Writes the state the rows leave, without those `refused` already; a write that fails takes along every row folded into it. */
export async function writeState<Token>(
  rows: readonly Row[],
  refused: ReadonlySet<number>,
  writer: StateWriter<Token>,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  const nowMs = writer.nowMs();
  const writeOne = async (write: StateWrite): Promise<void> => {
    const fate = await attempt(write, writer, deadline);
    if (fate === undefined) return;
    if (fate.status === "retry" || write.sources.length === 1) {
      for (const index of write.sources) failures.push({ index, fate });
      return;
    }
    for (const rest of withoutRefused(write)) {
      // Of what was refused together, each is tried without the others; a newest that is refused alone gives way to the one before.
      const again = foldState(rows, nowMs, (index, aspect) => aspect === write.key.aspect && rest.has(index));
      for (const single of again) await writeOne(single);
    }
    if (write.kind === "replace") failures.push({ index: write.newest, fate });
  };
  const writes = foldState(rows, nowMs, (index) => !refused.has(index));
  await forEachConcurrently(writes, writer.concurrentWrites, writeOne);
  return failures;
}

/** The sources still to be written, in the groups to fold them in. */
function withoutRefused(write: StateWrite): readonly ReadonlySet<number>[] {
  if (write.kind === "merge") return write.sources.map((index) => new Set([index]));
  return [new Set(write.sources.filter((index) => index !== write.newest))];
}

async function attempt<Token>(
  write: StateWrite,
  writer: StateWriter<Token>,
  deadline: Deadline,
): Promise<Rejected | Retry | undefined> {
  for (let attempts = 1; ; attempts++) {
    if (deadline.expired()) return retry("time was up before the state was written");
    try {
      return await writeOnce(write, writer, deadline);
    } catch (error) {
      const kind = writer.table.classify(error);
      if (kind === "refused") {
        return rejected({
          stage: "write",
          code: "write-refused",
          message: "the store refused the state item as invalid",
        });
      }
      if (kind === "other" || attempts === MAX_PASSING_ATTEMPTS)
        return retry(`the state table did not take the item (${errorName(error)})`);
      await writer.backOff.wait(attempts, deadline);
    }
  }
}

async function writeOnce<Token>(
  write: StateWrite,
  writer: StateWriter<Token>,
  deadline: Deadline,
): Promise<Retry | undefined> {
  if (write.kind === "merge") return merge(write, writer, deadline);
  const { key, version, row } = write;
  await writer.table.putIfNewer(stateItem(key, version, row, writer.personalTtlSeconds), deadline);
  return undefined;
}

/** Read, join, put on condition that nobody else did so in between. */
async function merge<Token>(
  { key, state: said }: Extract<StateWrite, { kind: "merge" }>,
  { table, backOff, personalTtlSeconds }: StateWriter<Token>,
  deadline: Deadline,
): Promise<Retry | undefined> {
  for (let attempts = 0; attempts < MAX_MERGE_ATTEMPTS; attempts++) {
    if (attempts > 0) await backOff.wait(attempts, deadline);
    const stored = await table.read(key, deadline);
    const known = stored && restoreState(stored.item.row, stored.item.version, stored.item.olderVersions);
    const state = known === undefined ? said : join(known, said);
    if (state === known) return undefined;
    const item = stateItem(key, state.version, rowOf(state), personalTtlSeconds, olderVersions(state));
    if (await table.putIfUnchanged(item, stored?.token, deadline)) return undefined;
  }
  return retry("the state item kept changing while it was merged");
}
