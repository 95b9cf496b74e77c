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
import type { Item } from "../../functions/dynamodb/item.ts";
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../functions/dynamodb/reader.ts";
import { type DynamoDb, dynamoDbStore } from "../../functions/dynamodb/store.ts";
import { eventsTable, placesTable, stateTable } from "../../functions/dynamodb/tables.ts";
import { createTable, type TableNames } from "../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import type { EventSink } from "../../shared/ports.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
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

export async function createTables(client: DynamoDBClient): Promise<TableNames> {
  const name = randomUUID();
  const tables = { events: `${name}-events`, state: `${name}-state`, places: `${name}-places` };
  await createTable(client, tables.events, eventsTable);
  await createTable(client, tables.state, stateTable);
  await createTable(client, tables.places, placesTable);
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

export function callsOf(client: DynamoDBClient): DynamoDbCalls {
  return {
    batchWriteItem: (input) => client.send(new BatchWriteItemCommand(input)),
    putItem: (input) => client.send(new PutItemCommand(input)),
    getItem: (input) => client.send(new GetItemCommand(input)),
  };
}

/** A DynamoDB store on these tables, which waits for nothing. */
export function storeOn(client: DynamoDBClient, tables: TableNames, overrides: Partial<DynamoDb> = {}): EventSink {
  return dynamoDbStore({
    calls: callsOf(client),
    eventsTable: tables.events,
    stateTable: tables.state,
    placesTable: tables.places,
    historyTtlSeconds: 86_400,
    historyExcludedTypes: new Set<string>(),
    stillPositions: undefined,
    stateTtlSeconds: 86_400,
    backOff: { wait: async () => {} },
    ...overrides,
  });
}

/** A DynamoDB store on tables of its own, which can tell what it holds. */
export async function dynamoDbTestStore(client: DynamoDBClient, overrides: Partial<DynamoDb> = {}): Promise<TestStore> {
  const tables = await createTables(client);
  return { ...storeOn(client, tables, overrides), tables: () => readTables(client, tables) };
}

async function readTables(client: DynamoDBClient, tables: TableNames): Promise<StoredTables> {
  const reader = dynamoDbReader({ calls: readCalls(client), tables });
  const [events, state] = await Promise.all([reader.allEvents(), reader.allState()]);
  return {
    events: Object.fromEntries(events.map((row) => [eventText(eventKeyOf(row)), comparable(row)])),
    state: Object.fromEntries(state.map(({ key, row, place }) => [stateText(key), { row: comparable(row), place }])),
  };
}
