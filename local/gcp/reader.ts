/** Reads the collections, and the dead letters that `letters` gives, with the real clients. */
import type { DocumentReadCalls } from "../../gcp/firestore/calls.ts";
import { type Collection, EVENTS, STATE } from "../../gcp/firestore/collections.ts";
import { firestoreReader } from "../../gcp/firestore/reader.ts";
import type { Reader } from "../reader.ts";

export function googleReader(calls: DocumentReadCalls, letters: Reader["deadLetters"]): Reader {
  async function count(collection: Collection): Promise<number> {
    let documents = 0;
    for await (const _ of calls.list(collection)) documents++;
    return documents;
  }

  return {
    ...firestoreReader(calls),
    items: async () => ({ events: await count(EVENTS), state: await count(STATE) }),
    deadLetters: letters,
  };
}
