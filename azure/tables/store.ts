/** The tables as one sink; with several accounts, a tenant's rows are in one of them. */
import type { EventSink } from "../../shared/ports.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import { type StoreOptions, storeSink } from "../../shared/state/store.ts";
import type { TableCalls } from "./calls.ts";
import { tableHistory } from "./history.ts";
import { readPlaceTable, tablePlaces } from "./place-table.ts";
import { tableState } from "./state-table.ts";

export interface TableStore extends StoreOptions {
  readonly calls: TableCalls;
  readonly historyTtlSeconds: number;
}

const CONCURRENT_STATE_WRITES = 48;

export function tableStore({ calls, historyTtlSeconds, ...options }: TableStore): EventSink {
  const { backOff, nowMs } = options;
  const known = knownPlaces();
  const tables = {
    known,
    places: tablePlaces({ calls, backOff }),
    history: tableHistory({ calls, backOff, nowMs, ttlSeconds: historyTtlSeconds }),
    state: tableState({ calls, readPlace: readPlaceTable(calls, known) }),
    concurrentStateWrites: CONCURRENT_STATE_WRITES,
  };
  return storeSink(tables, options);
}
