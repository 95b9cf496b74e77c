/** The tables behind `spaces now`. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readCalls } from "../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../functions/dynamodb/reader.ts";
import { namesOf } from "../infra/names.ts";
import type { NowReader } from "./now/floors.ts";

/** What the tables of a local run are called. */
export const LOCAL_TABLES = { events: "spaces-events", state: "spaces-state", places: "spaces-places" } as const;

/** The stand-in checks no signature, but the client wants something to sign with. */
const unchecked = { region: "eu-west-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

export function stageTables(stage: string, region: string): NowReader {
  const { eventsTable, stateTable, placesTable } = namesOf(stage, region);
  return readerOf(new DynamoDBClient({ region }), { events: eventsTable, state: stateTable, places: placesTable });
}

export function localTables(endpoint: string): NowReader {
  return readerOf(new DynamoDBClient({ ...unchecked, endpoint }), LOCAL_TABLES);
}

function readerOf(client: DynamoDBClient, tables: { events: string; state: string; places: string }): NowReader {
  return dynamoDbReader({ calls: readCalls(client), tables });
}
