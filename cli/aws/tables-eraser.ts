/** Items of DynamoDB's tables, taken out again; the index by location follows. */
import { setTimeout as sleep } from "node:timers/promises";
import { BatchWriteItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { placeText } from "../../functions/dynamodb/keys.ts";
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { forgetInTable, forgetItems } from "../forget-tables.ts";
import type { TablesEraser } from "../stage/tables-eraser.ts";

const RETRY_MS = 1_000;
const wait = () => sleep(RETRY_MS);

export function dynamoDbEraser(
  client: DynamoDBClient,
  tables: { readonly events: string; readonly state: string; readonly places: string },
): TablesEraser {
  const calls = {
    query: readCalls(client).query,
    batchWriteItem: (input: ConstructorParameters<typeof BatchWriteItemCommand>[0]) =>
      client.send(new BatchWriteItemCommand(input)),
  };
  return {
    async subject(subject) {
      let items = 0;
      for (const table of [tables.state, tables.events])
        items += await forgetInTable(calls, table, subject, true, wait);
      return items;
    },
    place: (place) => forgetItems(calls, tables.places, placeText(place), true, wait),
  };
}
