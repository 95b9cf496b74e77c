/** The tables as one sink; with several accounts, a tenant's rows are in one of them. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { EventSink } from "../../shared/ports.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import { placesFirst } from "../../shared/state/places-sink.ts";
import type { StillPositions } from "../../shared/state/still-position.ts";
import { tablesSink } from "../../shared/state/tables-sink.ts";
import { withoutTypes } from "../../shared/state/write-some.ts";
import type { TableCalls } from "./calls.ts";
import { tableHistory } from "./history.ts";
import { readPlaceTable, tablePlaces } from "./place-table.ts";
import { tableState } from "./state-table.ts";

export interface TableStore {
  readonly calls: TableCalls;
  readonly backOff: BackOff;
  readonly historyTtlSeconds: number;
  readonly stateTtlSeconds: number;
  readonly historyExcludedTypes: ReadonlySet<string>;
  readonly stillPositions: StillPositions | undefined;
  readonly nowMs: () => number;
}

const CONCURRENT_STATE_WRITES = 48;

export function tableStore({ calls, backOff, nowMs, ...options }: TableStore): EventSink {
  const known = knownPlaces();
  const places = tablePlaces({ calls, backOff });
  const history = tableHistory({ calls, backOff, nowMs, ttlSeconds: options.historyTtlSeconds });
  const state = {
    table: tableState({ calls, readPlace: readPlaceTable(calls, known) }),
    backOff,
    personalTtlSeconds: options.stateTtlSeconds,
    concurrentWrites: CONCURRENT_STATE_WRITES,
    stillPositions: options.stillPositions,
    nowMs,
  };
  return placesFirst(places, known, tablesSink(withoutTypes(options.historyExcludedTypes, history), state));
}
