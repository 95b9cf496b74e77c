/** The two DynamoDB tables as one sink. */
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { EventSink } from "../../shared/ports.ts";
import { tablesSink } from "../../shared/state/tables-sink.ts";
import type { DynamoDbCalls } from "./calls.ts";
import type { TablesConfiguration } from "./configuration.ts";
import { dynamoDbHistory } from "./history.ts";
import { dynamoDbState } from "./state-table.ts";

export interface DynamoDb extends TablesConfiguration {
  readonly calls: DynamoDbCalls;
  readonly backOff: BackOff;
}

const CONCURRENT_WRITES = 32;

export function dynamoDbStore({ calls, backOff, ...tables }: DynamoDb): EventSink {
  return tablesSink(
    dynamoDbHistory({ calls, table: tables.eventsTable, ttlSeconds: tables.historyTtlSeconds, backOff }),
    {
      table: dynamoDbState({ calls, table: tables.stateTable }),
      backOff,
      personalTtlSeconds: tables.stateTtlSeconds,
      concurrentWrites: CONCURRENT_WRITES,
      nowMs: Date.now,
    },
  );
}
