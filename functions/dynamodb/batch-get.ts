/**
 * Items by their keys. BatchGetItem takes 100 keys, refuses one that comes twice, and answers what it did not get to as
 * UnprocessedKeys: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
import { chunksOf } from "../../shared/batch/concurrency.ts";
import type { Item } from "./item.ts";
import type { KeyText } from "./keys.ts";
import type { DynamoDbReadCalls } from "./read-calls.ts";

const MAX_KEYS_PER_CALL = 100;

/** Those that are there, in no order; read consistently, so that what was written before the call is there. */
export async function batchGet(
  calls: Pick<DynamoDbReadCalls, "batchGetItem">,
  table: string,
  keys: readonly KeyText[],
): Promise<readonly Item[]> {
  const distinct = new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key]));
  const items: Item[] = [];
  for (const chunk of chunksOf([...distinct.values()], MAX_KEYS_PER_CALL)) {
    let left = chunk.map(({ pk, sk }): Item => ({ pk: { S: pk }, sk: { S: sk } }));
    // Each call gets at least one item or throws, so this ends.
    while (left.length > 0) {
      const { Responses, UnprocessedKeys } = await calls.batchGetItem({
        RequestItems: { [table]: { Keys: left, ConsistentRead: true } },
      });
      items.push(...(Responses?.[table] ?? []));
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return items;
}
