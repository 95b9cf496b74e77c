/** The three tables, made from the definitions that the deployed ones are made from. */
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { eventsTable, placesTable, stateTable, type TableDefinition } from "../../../../functions/dynamodb/tables.ts";
import { dynamoDbClient } from "../../clients.ts";
import { type StandIn, startServer } from "../server.ts";

export interface TableNames {
  readonly events: string;
  readonly state: string;
  readonly places: string;
}

export interface DynamoDbStandIn extends StandIn {
  readonly client: DynamoDBClient;
  readonly tables: TableNames;
  /** Makes it short of capacity, or ends that. */
  readonly throttle: (on: boolean) => void;
  readonly throttledCalls: () => number;
  readonly written: () => { readonly writes: number; readonly units: number };
}

export interface DynamoDbOptions {
  readonly tables: TableNames;
  readonly port?: number;
  readonly throttled?: boolean;
}

export async function startDynamoDb({
  tables,
  port = 0,
  throttled = false,
}: DynamoDbOptions): Promise<DynamoDbStandIn> {
  const server = await startServer({ service: "dynamodb", port, throttled });
  const client = dynamoDbClient(server.endpoint);
  await createTable(client, tables.events, eventsTable);
  await createTable(client, tables.state, stateTable);
  await createTable(client, tables.places, placesTable);
  return {
    endpoint: server.endpoint,
    client,
    tables,
    throttle: server.throttle,
    throttledCalls: server.throttledCalls,
    written: server.written,
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

/** Without the TTL, which the stand-in has no call for: a run's events may be of last year, and are to be seen. */
export async function createTable(client: DynamoDBClient, name: string, definition: TableDefinition): Promise<void> {
  const keys = [definition.key, ...definition.indexes.map(({ key }) => key)];
  const schema = (key: TableDefinition["key"]) => [
    { AttributeName: key.partition, KeyType: "HASH" as const },
    { AttributeName: key.sort, KeyType: "RANGE" as const },
  ];
  const indexes = definition.indexes.map((index) => ({
    IndexName: index.name,
    KeySchema: schema(index.key),
    Projection: { ProjectionType: "KEYS_ONLY" as const },
  }));
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keys
        .flatMap(({ partition, sort }) => [partition, sort])
        .map((key) => ({ AttributeName: key, AttributeType: "S" as const })),
      KeySchema: schema(definition.key),
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    }),
  );
  // A new table is being created for a moment, also here; until then it is not found.
  await waitUntilTableExists({ client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 30 }, { TableName: name });
}
