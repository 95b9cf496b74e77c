/** Places, history and state as one sink: how the tables of every cloud stand together. */
import type { BackOff } from "../batch/back-off.ts";
import type { EventSink, PlaceTable, StateTable } from "../ports.ts";
import type { KnownPlaces } from "./known-places.ts";
import { placesFirst } from "./places-sink.ts";
import type { StillPositions } from "./still-position.ts";
import { tablesSink } from "./tables-sink.ts";
import { withoutTypes } from "./write-some.ts";

export interface StoreTables<Token> {
  readonly places: PlaceTable;
  readonly known: KnownPlaces;
  readonly history: EventSink;
  readonly state: StateTable<Token>;
  readonly concurrentStateWrites: number;
}

export interface StoreOptions {
  readonly backOff: BackOff;
  readonly stateTtlSeconds: number;
  readonly historyExcludedTypes: ReadonlySet<string>;
  readonly stillPositions: StillPositions | undefined;
  readonly nowMs: () => number;
}

export function storeSink<Token>(tables: StoreTables<Token>, options: StoreOptions): EventSink {
  const state = {
    table: tables.state,
    backOff: options.backOff,
    personalTtlSeconds: options.stateTtlSeconds,
    concurrentWrites: tables.concurrentStateWrites,
    stillPositions: options.stillPositions,
    nowMs: options.nowMs,
  };
  const history = withoutTypes(options.historyExcludedTypes, tables.history);
  return placesFirst(tables.places, tables.known, tablesSink(history, state));
}
