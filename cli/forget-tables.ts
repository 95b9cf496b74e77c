/** One subject out of the tables: what is true of it now, and its history. The index by location follows. */
import type { BatchWriteItemCommandInput, BatchWriteItemCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Item } from "../functions/dynamodb/item.ts";
import { subjectText } from "../functions/dynamodb/keys.ts";
import type { DynamoDbReadCalls } from "../functions/dynamodb/read-calls.ts";
import { chunksOf } from "../shared/batch/concurrency.ts";
import type { SubjectKey } from "../shared/state/keys.ts";

/** The most a call takes. */
const ITEMS_PER_CALL = 25;

export interface ForgetCalls extends Pick<DynamoDbReadCalls, "query"> {
  batchWriteItem(input: BatchWriteItemCommandInput): Promise<BatchWriteItemCommandOutput>;
}

/** Answers how many items of the table are the subject's; deletes them where `write` is true, however often it takes. */
export async function forgetInTable(
  calls: ForgetCalls,
  table: string,
  subject: SubjectKey,
  write: boolean,
  wait: () => Promise<void>,
): Promise<number> {
  return forgetItems(calls, table, subjectText(subject), write, wait);
}

/** The same of whatever stands under one partition key. */
export async function forgetItems(
  calls: ForgetCalls,
  table: string,
  pk: string,
  write: boolean,
  wait: () => Promise<void>,
): Promise<number> {
  const keys = await keysOf(calls, table, pk);
  if (!write) return keys.length;
  for (const chunk of chunksOf(keys, ITEMS_PER_CALL)) {
    let left: BatchWriteItemCommandInput["RequestItems"] = {
      [table]: chunk.map((Key) => ({ DeleteRequest: { Key } })),
    };
    while (left !== undefined && Object.keys(left).length > 0) {
      const { UnprocessedItems } = await calls.batchWriteItem({ RequestItems: left });
      left = UnprocessedItems;
      if (left !== undefined && Object.keys(left).length > 0) await wait();
    }
  }
  return keys.length;
}

async function keysOf(calls: ForgetCalls, table: string, pk: string): Promise<readonly Item[]> {
  const keys: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await calls.query({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: pk } },
      ProjectionExpression: "pk, sk",
      ConsistentRead: true,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    keys.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return keys;
}
