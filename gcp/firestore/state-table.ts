/**
 * The state collection as the core's port. Firestore knows no condition on a field, so "only if newer" is a read, a
 * comparison and a write on condition that the document was not written in between. A transaction reads and writes as
 * much, for the same price, and where it is pessimistic (the Standard edition's default) makes the others wait for what
 * it has read, even when its process has ended: https://cloud.google.com/firestore/docs/transaction-data-contention
 */
import type { Deadline, StateTable } from "../../shared/ports.ts";
import { classifyWrite, putUnlessNewer, Refused } from "../../shared/state/compare-and-put.ts";
import type { ReadPlace } from "../../shared/state/read-place.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { isConflict, isPassing, isRefusal } from "../google-errors.ts";
import type { DocumentCalls } from "./calls.ts";
import { STATE } from "./collections.ts";
import { documentProblem } from "./document.ts";
import { stateId } from "./keys.ts";
import { placeOfState, stateDocument, stateOf, versionOf } from "./state-document.ts";

export interface FirestoreState {
  readonly calls: Pick<DocumentCalls, "get" | "put">;
  readonly readPlace: ReadPlace;
}

/** The token is the document's revision. */
export function firestoreState({ calls, readPlace }: FirestoreState): StateTable<string> {
  /** Answers false when somebody else wrote in between. */
  async function put(item: StateItem, revision: string | undefined, deadline: Deadline): Promise<boolean> {
    const document = stateDocument(item);
    if (documentProblem(document, "state") !== undefined) throw new Refused();
    try {
      await calls.put(document, revision, deadline);
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
  }

  return {
    async read(key, deadline) {
      const document = await calls.get(STATE, stateId(key), deadline);
      if (document === undefined) return undefined;
      const place = placeOfState(document);
      return { item: stateOf(document, place && (await readPlace(place, deadline))), token: document.revision };
    },
    putIfNewer: (item, deadline) =>
      putUnlessNewer({
        version: item.version,
        read: () => calls.get(STATE, stateId(item.key), deadline),
        versionOf,
        put: (document) => put(item, document?.revision, deadline),
      }),
    putIfUnchanged: put,
    classify: classifyWrite(isRefusal, isPassing),
  };
}
