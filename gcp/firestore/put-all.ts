/**
 * Putting many documents, a status for each, on the service's own BatchWrite: the BulkWriter over it ends the process
 * where a failure has no listener, and begins at 500 a second whatever the database is used to.
 * https://github.com/googleapis/google-cloud-node/tree/main/handwritten/firestore
 */
import type { BackOff } from "../../shared/batch/back-off.ts";
import { chunksOf, forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { type Rejected, type Retry, rejected, retry } from "../../shared/outcome.ts";
import type { Deadline, FailedWrite } from "../../shared/ports.ts";
import { googleErrorName, isPassing, isRefusal } from "../google-errors.ts";
import type { DocumentCalls } from "./calls.ts";
import { type Document, documentBytes, documentProblem } from "./document.ts";

/** As many as the BulkWriter puts into a call: more reach more of the service's servers and wait for the slowest. */
const DOCUMENTS_A_CALL = 20;
const CONCURRENT_CALLS = 12;
/** A call takes 10 MiB: https://firebase.google.com/docs/firestore/quotas */
const LARGE_BYTES = 256 * 1_024;
const MAX_ATTEMPTS = 6;

export interface DocumentWriter {
  readonly calls: Pick<DocumentCalls, "putAll">;
  readonly backOff: BackOff;
  /** What the collection holds, for messages: `history`. */
  readonly what: string;
}

type Numbered = readonly [index: number, document: Document];

/** `index` of a failure is that of the document. No document may come twice. */
export async function putAll(
  documents: readonly Document[],
  writer: DocumentWriter,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  const [small, large]: [Numbered[], Numbered[]] = [[], []];
  for (const [index, document] of documents.entries()) {
    const fate = documentProblem(document, writer.what);
    if (fate !== undefined) failures.push({ index, fate });
    else (documentBytes(document) > LARGE_BYTES ? large : small).push([index, document]);
  }
  const calls = [...chunksOf(small, DOCUMENTS_A_CALL), ...chunksOf(large, 1)];
  await forEachConcurrently(calls, CONCURRENT_CALLS, async (numbered) => {
    for (const [index, fate] of await put(numbered, writer, deadline)) failures.push({ index, fate });
  });
  return failures;
}

/** What was not taken in passing goes again, without what was. */
async function put(
  numbered: readonly Numbered[],
  { calls, backOff, what }: DocumentWriter,
  deadline: Deadline,
): Promise<ReadonlyMap<number, Rejected | Retry>> {
  const fates = new Map<number, Rejected | Retry>();
  let left = numbered;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt > 0) await backOff.wait(attempt, deadline);
    if (deadline.expired()) {
      for (const [index] of left) fates.set(index, retry(`time was up before the ${what} was written`));
      break;
    }
    const errors = await errorsOf(left, calls, deadline);
    left = left.filter(([index], at) => {
      const error = errors[at];
      if (error === undefined) return false;
      if (isRefusal(error)) fates.set(index, refused(what));
      else if (!isPassing(error) || attempt + 1 === MAX_ATTEMPTS)
        fates.set(index, retry(`the ${what} collection did not take the document (${googleErrorName(error)})`));
      else return true;
      return false;
    });
  }
  return fates;
}

/** A call that failed failed for all; one that was refused is asked again document by document, to find whose fault it is. */
async function errorsOf(
  numbered: readonly Numbered[],
  calls: Pick<DocumentCalls, "putAll">,
  deadline: Deadline,
): Promise<readonly unknown[]> {
  try {
    return await calls.putAll(
      numbered.map(([, document]) => document),
      deadline,
    );
  } catch (error) {
    if (!isRefusal(error) || numbered.length === 1) return numbered.map(() => error);
    return Promise.all(numbered.map(async (one) => (await errorsOf([one], calls, deadline))[0]));
  }
}

function refused(what: string): Rejected {
  const message = `Firestore refused the ${what} document as invalid`;
  return rejected({ stage: "write", code: "write-refused", message });
}
