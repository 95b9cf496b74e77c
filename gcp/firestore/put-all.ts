/**
 * Putting many documents, a status for each, on the service's own BatchWrite: the BulkWriter over it ends the process
 * where a failure has no listener, and begins at 500 a second whatever the database is used to.
 * https://github.com/googleapis/google-cloud-node/tree/main/handwritten/firestore
 */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { type Rejected, type Retry, rejected, retry } from "../../shared/outcome.ts";
import type { Deadline, FailedWrite } from "../../shared/ports.ts";
import { googleErrorName, isPassing, isRefusal } from "../google-errors.ts";
import type { DocumentCalls } from "./calls.ts";
import { type Document, documentProblem } from "./document.ts";
import { sendInGroups } from "./write-groups.ts";

const MAX_ATTEMPTS = 6;

export interface DocumentWriter {
  readonly calls: Pick<DocumentCalls, "putAll">;
  readonly backOff: BackOff;
  /** What the collection holds, for messages: `history`. */
  readonly what: string;
}

interface Numbered {
  readonly index: number;
  readonly document: Document;
}

/** `index` of a failure is that of the document. What was not taken in passing goes again, without what was. */
export async function putAll(
  documents: readonly Document[],
  { calls, backOff, what }: DocumentWriter,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  const fail = (index: number, fate: Rejected | Retry) => failures.push({ index, fate });
  const send = (group: readonly Numbered[]) =>
    calls.putAll(
      group.map(({ document }) => document),
      deadline,
    );
  let left: Numbered[] = [];
  for (const [index, document] of documents.entries()) {
    const problem = documentProblem(document, what);
    if (problem === undefined) left.push({ index, document });
    else fail(index, problem);
  }
  for (let attempt = 1; left.length > 0; attempt++) {
    if (deadline.expired()) {
      for (const { index } of left) fail(index, retry(`time was up before the ${what} was written`));
      break;
    }
    const errors = await sendInGroups(left, send);
    const passed: Numbered[] = [];
    for (const [at, item] of left.entries()) {
      const error = errors[at];
      if (error === undefined) continue;
      if (isPassing(error) && attempt < MAX_ATTEMPTS) passed.push(item);
      else fail(item.index, fateOf(error, what));
    }
    left = passed;
    if (left.length > 0) await backOff.wait(attempt, deadline);
  }
  return failures;
}

function fateOf(error: unknown, what: string): Rejected | Retry {
  if (!isRefusal(error)) return retry(`the ${what} collection did not take the document (${googleErrorName(error)})`);
  const message = `Firestore refused the ${what} document as invalid`;
  return rejected({ stage: "write", code: "write-refused", message });
}
