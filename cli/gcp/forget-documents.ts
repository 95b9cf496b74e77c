/** One subject out of Firestore: what is true of it now, which the index by place goes with, and its history. */
import type { DocumentRemoveCalls, StoredDocument } from "../../gcp/firestore/calls.ts";
import { type Collection, EVENTS, STATE } from "../../gcp/firestore/collections.ts";
import { type IdRange, subjectIds } from "../../gcp/firestore/keys.ts";
import { sendInGroups } from "../../gcp/firestore/write-groups.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import type { SubjectKey } from "../../shared/state/keys.ts";

/** A long history is not held in memory whole. */
const DOCUMENTS_AT_ONCE = 480;

/** Answers how many documents are the subject's; deletes them where `write` is true. */
export async function forgetInDatabase(
  calls: DocumentRemoveCalls,
  subject: SubjectKey,
  write: boolean,
): Promise<{ readonly state: number; readonly history: number }> {
  const ids = subjectIds(subject);
  const state = await forgetDocuments(calls, STATE, ids, write);
  return { state, history: await forgetDocuments(calls, EVENTS, ids, write) };
}

/** The same of whatever has an id in the range. */
export async function forgetDocuments(
  calls: DocumentRemoveCalls,
  collection: Collection,
  ids: IdRange,
  write: boolean,
): Promise<number> {
  let found: StoredDocument[] = [];
  let count = 0;
  for await (const document of calls.list(collection, ids)) {
    count++;
    if (write) found.push(document);
    if (found.length < DOCUMENTS_AT_ONCE) continue;
    await remove(calls, found);
    found = [];
  }
  await remove(calls, found);
  return count;
}

async function remove(calls: DocumentRemoveCalls, documents: readonly StoredDocument[]): Promise<void> {
  const items = documents.map((document) => ({ document }));
  const send = (group: typeof items) =>
    calls.removeAll(
      group.map(({ document }) => document),
      noDeadline,
    );
  const failed = (await sendInGroups(items, (group) => send([...group]))).find((error) => error !== undefined);
  if (failed !== undefined) throw failed;
}
