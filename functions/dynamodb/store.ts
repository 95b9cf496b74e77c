/** The two DynamoDB tables as one sink: a row is stored when its history is and the state it leaves is. */
import type {
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { BackOff } from "../../shared/batch/back-off.ts";
import type { EventSink } from "../../shared/ports.ts";
import { writeHistory } from "./history.ts";
import { writeState } from "./state.ts";

/** The calls this store makes, and no other. */
export interface DynamoDbCalls {
  batchWriteItem(input: BatchWriteItemCommandInput): Promise<BatchWriteItemCommandOutput>;
  putItem(input: PutItemCommandInput): Promise<PutItemCommandOutput>;
  getItem(input: GetItemCommandInput): Promise<GetItemCommandOutput>;
}

export interface DynamoDb {
  readonly calls: DynamoDbCalls;
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
      // History first: a row it refuses must not stand for others in the state.
      const failures = await writeHistory(rows, db, deadline);
      const refused = new Set(failures.filter((failure) => "rejection" in failure).map(({ index }) => index));
      return [...failures, ...(await writeState(rows, refused, db, deadline))];
    },
  };
}
