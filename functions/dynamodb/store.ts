/** The three DynamoDB tables as one sink. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { EventSink } from "../../shared/ports.ts";
import { knownPlaces } from "../../shared/state/known-places.ts";
import { storeSink } from "../../shared/state/store.ts";
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

export function dynamoDbStore({ calls, backOff, ...policy }: DynamoDb): EventSink {
  const { placesTable, eventsTable, stateTable, historyTtlSeconds } = policy;
  const known = knownPlaces();
  const readPlace = readDynamoDbPlace(calls, placesTable, known);
  const tables = {
    known,
    places: dynamoDbPlaces({ calls, table: placesTable, backOff }),
    history: dynamoDbHistory({ calls, table: eventsTable, ttlSeconds: historyTtlSeconds, backOff }),
    state: dynamoDbState({ calls, table: stateTable, readPlace }),
    concurrentStateWrites: CONCURRENT_WRITES,
  };
  return storeSink(tables, { ...policy, backOff, nowMs: Date.now });
}
