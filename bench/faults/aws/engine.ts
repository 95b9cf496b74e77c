/** What both of AWS's channels write to: the tables, by the project's store, over an engine whose calls can fail. */
import type { DynamoDbCalls } from "../../../functions/dynamodb/calls.ts";
import type { TablesConfiguration } from "../../../functions/dynamodb/configuration.ts";
import type { DynamoDbReadCalls } from "../../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../../functions/dynamodb/reader.ts";
import { dynamoDbStore } from "../../../functions/dynamodb/store.ts";
import type { BackOff } from "../../../shared/batch/back-off.ts";
import type { EventSink } from "../../../shared/ports.ts";
import type { CloudErrors, Instance } from "../instance.ts";
import type { Rig } from "../rig.ts";
import { storedBy } from "../stored.ts";

export interface AwsEngine {
  readonly calls: DynamoDbCalls & DynamoDbReadCalls;
  readonly tables: Pick<TablesConfiguration, "eventsTable" | "stateTable" | "placesTable">;
  close(): Promise<void>;
}

const DAY_SECONDS = 86_400;

const named = (name: string) => () => Object.assign(new Error("injected"), { name });
export const awsErrors: CloudErrors = {
  throttled: named("ProvisionedThroughputExceededException"),
  noAnswer: named("TimeoutError"),
};

export function storeOf({ calls, tables }: AwsEngine, instance: Instance, backOff: BackOff): EventSink {
  return dynamoDbStore({
    ...tables,
    calls: faulty(calls, instance),
    backOff,
    historyTtlSeconds: DAY_SECONDS,
    stateTtlSeconds: DAY_SECONDS,
    historyExcludedTypes: new Set(),
    stillPositions: undefined,
  });
}

export function tablesOf({ calls, tables }: AwsEngine): ReturnType<Rig["tables"]> {
  const names = { events: tables.eventsTable, state: tables.stateTable, places: tables.placesTable };
  return storedBy(dynamoDbReader({ calls, tables: names }));
}

function faulty(engine: DynamoDbCalls, instance: Instance): DynamoDbCalls {
  return {
    putItem: (input, deadline) => instance.call("store", () => engine.putItem(input, deadline)),
    getItem: (input, deadline) => instance.call("store", () => engine.getItem(input, deadline)),
    async batchWriteItem(input, deadline) {
      const isLeftOut = instance.partly();
      if (isLeftOut === undefined) return instance.call("store", () => engine.batchWriteItem(input, deadline));
      const [[table, requests] = ["", []]] = Object.entries(input.RequestItems ?? {});
      const { left = [], taken = [] } = Object.groupBy(requests, () => (isLeftOut() ? "left" : "taken"));
      if (taken.length > 0)
        await instance.call("store", () => engine.batchWriteItem({ RequestItems: { [table]: taken } }, deadline));
      return { $metadata: {}, UnprocessedItems: left.length === 0 ? {} : { [table]: left } };
    },
  };
}
