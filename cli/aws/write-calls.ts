/** The store's calls on a client of a command's own: there is no invocation that ends. */
import { BatchWriteItemCommand, type DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDbCalls } from "../../functions/dynamodb/calls.ts";

export function dynamoDbWriteCalls(client: DynamoDBClient): DynamoDbCalls {
  return {
    batchWriteItem: (input) => client.send(new BatchWriteItemCommand(input)),
    putItem: (input) => client.send(new PutItemCommand(input)),
    getItem: (input) => client.send(new GetItemCommand(input)),
  };
}
