/**
 * Documents in groups that one BatchWrite takes, each with a status of its own:
 * https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#google.firestore.v1.Firestore.BatchWrite
 */
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { isRefusal } from "../google-errors.ts";
import { type Document, documentBytes } from "./document.ts";

/** As many as the client's BulkWriter puts into a call: more reach more of the service's servers and wait for the slowest. */
const DOCUMENTS_A_CALL = 20;
/** A call takes 10 MiB: https://firebase.google.com/docs/firestore/quotas */
const BYTES_A_CALL = 8 * 1_024 * 1_024;
const CONCURRENT_CALLS = 12;

/** What became of one: an error of its own, or its call's. */
type Sent = unknown;

/** Answers for each item, in order: `undefined` where it was taken. `send` rejects where nothing is known of any. */
export async function sendInGroups<T extends { readonly document: Document }>(
  items: readonly T[],
  send: (group: readonly T[]) => Promise<readonly (Error | undefined)[]>,
): Promise<readonly Sent[]> {
  const sent = new Map<T, Sent>();
  await forEachConcurrently(groupsOf(items), CONCURRENT_CALLS, async (group) => {
    for (const [index, error] of (await sendGroup(group, send)).entries()) {
      const item = group[index];
      if (item !== undefined) sent.set(item, error);
    }
  });
  return items.map((item) => sent.get(item));
}

/** A call that is refused as a whole is made again document by document, to find whose fault it is. */
async function sendGroup<T>(
  group: readonly T[],
  send: (group: readonly T[]) => Promise<readonly (Error | undefined)[]>,
): Promise<readonly Sent[]> {
  try {
    return await send(group);
  } catch (error) {
    if (!isRefusal(error) || group.length === 1) return group.map(() => error);
    return Promise.all(group.map(async (one) => (await sendGroup([one], send))[0]));
  }
}

interface Group<T> {
  readonly items: T[];
  readonly ids: Set<string>;
  bytes: number;
}

/** In order; no group has a document twice, which the service refuses. */
function groupsOf<T extends { readonly document: Document }>(items: readonly T[]): readonly (readonly T[])[] {
  const groups: Group<T>[] = [];
  for (const item of items) {
    const { collection, id } = item.document;
    const path = `${collection}/${id}`;
    const bytes = documentBytes(item.document);
    let group = groups.at(-1);
    if (
      group === undefined ||
      group.items.length === DOCUMENTS_A_CALL ||
      group.bytes + bytes > BYTES_A_CALL ||
      group.ids.has(path)
    ) {
      group = { items: [], ids: new Set(), bytes: 0 };
      groups.push(group);
    }
    group.items.push(item);
    group.ids.add(path);
    group.bytes += bytes;
  }
  return groups.map(({ items: all }) => all);
}
