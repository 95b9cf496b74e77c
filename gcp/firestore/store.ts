/** The collections as one sink. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { EventSink } from "../../shared/ports.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import { placesFirst } from "../../shared/state/places-sink.ts";
import type { StillPositions } from "../../shared/state/still-position.ts";
import { tablesSink } from "../../shared/state/tables-sink.ts";
import { withoutTypes } from "../../shared/state/write-some.ts";
import type { DocumentCalls } from "./calls.ts";
import { firestoreHistory } from "./history.ts";
import { firestorePlaces, readFirestorePlace } from "./place-table.ts";
import { firestoreState } from "./state-table.ts";

export interface FirestoreStore {
  readonly calls: DocumentCalls;
  readonly backOff: BackOff;
  readonly historyTtlSeconds: number;
  readonly stateTtlSeconds: number;
  readonly historyExcludedTypes: ReadonlySet<string>;
  readonly stillPositions: StillPositions | undefined;
  readonly nowMs: () => number;
}

const CONCURRENT_STATE_WRITES = 48;

export function firestoreStore({ calls, backOff, nowMs, ...options }: FirestoreStore): EventSink {
  const known = knownPlaces();
  const places = firestorePlaces({ calls, backOff });
  const history = firestoreHistory({ calls, backOff, ttlSeconds: options.historyTtlSeconds });
  const state = {
    table: firestoreState({ calls, readPlace: readFirestorePlace(calls, known) }),
    backOff,
    personalTtlSeconds: options.stateTtlSeconds,
    concurrentWrites: CONCURRENT_STATE_WRITES,
    stillPositions: options.stillPositions,
    nowMs,
  };
  return placesFirst(places, known, tablesSink(withoutTypes(options.historyExcludedTypes, history), state));
}
