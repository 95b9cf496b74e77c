/** The collections as one sink. */
import type { EventSink } from "../../shared/ports.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import { type StoreOptions, storeSink } from "../../shared/state/store.ts";
import type { DocumentCalls } from "./calls.ts";
import { firestoreHistory } from "./history.ts";
import { firestorePlaces, readFirestorePlace } from "./place-table.ts";
import { firestoreState } from "./state-table.ts";

export interface FirestoreStore extends StoreOptions {
  readonly calls: DocumentCalls;
  readonly historyTtlSeconds: number;
}

const CONCURRENT_STATE_WRITES = 48;

export function firestoreStore({ calls, historyTtlSeconds, ...options }: FirestoreStore): EventSink {
  const { backOff } = options;
  const known = knownPlaces();
  const tables = {
    known,
    places: firestorePlaces({ calls, backOff }),
    history: firestoreHistory({ calls, backOff, ttlSeconds: historyTtlSeconds }),
    state: firestoreState({ calls, readPlace: readFirestorePlace(calls, known) }),
    concurrentStateWrites: CONCURRENT_STATE_WRITES,
  };
  return storeSink(tables, options);
}
