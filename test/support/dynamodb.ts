/** The store under test on a real DynamoDB engine: an embedded one, or whatever DYNAMODB_ENDPOINT points at. */
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import type { DynamoDbCalls } from "../../functions/dynamodb/calls.ts";
import { type Item, rowOf } from "../../functions/dynamodb/item.ts";
import { eventKeyOfText } from "../../functions/dynamodb/keys.ts";
import { stateOfItem } from "../../functions/dynamodb/state-table.ts";
import { type DynamoDb, dynamoDbStore } from "../../functions/dynamodb/store.ts";
import { eventsTable, stateTable } from "../../functions/dynamodb/tables.ts";
import { createTable } from "../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { comparable, eventText, type StoredTables, stateText, type TestStore } from "./stored-tables.ts";

export interface TestDatabase {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

export async function startDatabase(): Promise<TestDatabase> {
  const given = process.env.DYNAMODB_ENDPOINT;
  const server = given === undefined ? dynalite({ createTableMs: 0, deleteTableMs: 0 }) : undefined;
  if (server !== undefined) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server?.address() as AddressInfo | undefined;
  const endpoint = given ?? `http://127.0.0.1:${address?.port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  return {
    endpoint,
    client,
    async close() {
      client.destroy();
      if (server !== undefined) await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface TestTables {
  readonly events: string;
  readonly state: string;
}

export async function createTables(client: DynamoDBClient): Promise<TestTables> {
  const name = randomUUID();
  const tables = { events: `${name}-events`, state: `${name}-state` };
  await createTable(client, tables.events, eventsTable);
  await createTable(client, tables.state, stateTable);
  return tables;
}

export async function scan(client: DynamoDBClient, table: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}

function callsOf(client: DynamoDBClient): DynamoDbCalls {
  return {
    batchWriteItem: (input) => client.send(new BatchWriteItemCommand(input)),
    putItem: (input) => client.send(new PutItemCommand(input)),
    getItem: (input) => client.send(new GetItemCommand(input)),
  };
}

/** A DynamoDB store on tables of its own, which can tell what it holds. */
export async function dynamoDbTestStore(client: DynamoDBClient, overrides: Partial<DynamoDb> = {}): Promise<TestStore> {
  const names = await createTables(client);
  const store = dynamoDbStore({
    calls: callsOf(client),
    eventsTable: names.events,
    stateTable: names.state,
    historyTtlSeconds: 86_400,
    stateTtlSeconds: 86_400,
    backOff: { wait: async () => {} },
    ...overrides,
  });
  return { ...store, tables: () => readTables(client, names) };
}

async function readTables(client: DynamoDBClient, names: TestTables): Promise<StoredTables> {
  const [events, state] = await Promise.all([scan(client, names.events), scan(client, names.state)]);
  return {
    events: Object.fromEntries(
      events.map((item) => [
        eventText(eventKeyOfText({ pk: item.pk?.S ?? "", sk: item.sk?.S ?? "" })),
        comparable(rowOf(item)),
      ]),
    ),
    state: Object.fromEntries(
      state.map(stateOfItem).map(({ key, row, place }) => [stateText(key), { row: comparable(row), place }]),
    ),
  };
}
