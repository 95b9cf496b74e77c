import type {
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  GetItemCommandInput,
  GetItemCommandOutput,
  PutItemCommandInput,
  PutItemCommandOutput,
} from "@aws-sdk/client-dynamodb";
import type { Deadline } from "../../shared/ports.ts";

/** The calls the store makes, and no other; none outlasts the deadline. */
export interface DynamoDbCalls {
  batchWriteItem(input: BatchWriteItemCommandInput, deadline: Deadline): Promise<BatchWriteItemCommandOutput>;
  putItem(input: PutItemCommandInput, deadline: Deadline): Promise<PutItemCommandOutput>;
  getItem(input: GetItemCommandInput, deadline: Deadline): Promise<GetItemCommandOutput>;
}
