/** The two DynamoDB tables as one sink: a row is stored when its history is and the state it leaves is. */
import type {
  BatchWriteItemCommand,
  BatchWriteItemCommandOutput,
  GetItemCommand,
  GetItemCommandOutput,
  PutItemCommand,
  PutItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { EventSink } from "../shared/ports.ts";
import type { BackOff } from "./back-off.ts";
import { writeHistory } from "./dynamodb-history.ts";
import { writeState } from "./dynamodb-state.ts";

/** The calls this store makes of the SDK's client; `DynamoDBClient.send` is one. */
export interface DynamoDbSend {
  (command: BatchWriteItemCommand): Promise<BatchWriteItemCommandOutput>;
  (command: PutItemCommand): Promise<PutItemCommandOutput>;
  (command: GetItemCommand): Promise<GetItemCommandOutput>;
}

export interface DynamoDb {
  readonly send: DynamoDbSend;
  readonly eventsTable: string;
  readonly stateTable: string;
  readonly historyTtlSeconds: number;
  /** How long the state of a person or a device is kept after its last event. */
  readonly stateTtlSeconds: number;
  readonly backOff: BackOff;
}

export function dynamoDbStore(db: DynamoDb): EventSink {
  return {
    async write(rows, deadline) {
      const failures = await Promise.all([writeHistory(rows, db, deadline), writeState(rows, db, deadline)]);
      return failures.flat();
    },
  };
}
