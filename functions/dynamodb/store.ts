/** The three DynamoDB tables as one sink. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { EventSink } from "../../shared/ports.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import { placesFirst } from "../../shared/state/places-sink.ts";
import { tablesSink } from "../../shared/state/tables-sink.ts";
import type { DynamoDbCalls } from "./calls.ts";
import type { TablesConfiguration } from "./configuration.ts";
import { dynamoDbHistory } from "./history.ts";
import { dynamoDbPlaces, readDynamoDbPlace } from "./place-table.ts";
import { dynamoDbState } from "./state-table.ts";

export interface DynamoDb extends TablesConfiguration {
  readonly calls: DynamoDbCalls;
  readonly backOff: BackOff;
}

const CONCURRENT_WRITES = 32;

export function dynamoDbStore({ calls, backOff, ...tables }: DynamoDb): EventSink {
  const known = knownPlaces();
  const places = dynamoDbPlaces({ calls, table: tables.placesTable, backOff });
  const history = dynamoDbHistory({ calls, table: tables.eventsTable, ttlSeconds: tables.historyTtlSeconds, backOff });
  const readPlace = readDynamoDbPlace(calls, tables.placesTable, known);
  const state = {
    table: dynamoDbState({ calls, table: tables.stateTable, readPlace }),
    backOff,
    personalTtlSeconds: tables.stateTtlSeconds,
    concurrentWrites: CONCURRENT_WRITES,
    nowMs: Date.now,
  };
  return placesFirst(places, known, tablesSink(history, state));
}
