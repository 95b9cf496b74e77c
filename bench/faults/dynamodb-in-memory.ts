/** DynamoDB as far as the store and its reader call it: maps, and the conditions the store writes. */
import type { DynamoDbCalls } from "../../functions/dynamodb/calls.ts";
import type { Item } from "../../functions/dynamodb/item.ts";
import { keyOfItem } from "../../functions/dynamodb/keys.ts";
import type { DynamoDbReadCalls } from "../../functions/dynamodb/read-calls.ts";
import { meetsCondition } from "../../local/aws/stand-ins/dynamodb/condition.ts";

export function dynamoDbInMemory(): DynamoDbCalls & DynamoDbReadCalls {
  const tables = new Map<string, Map<string, Item>>();
  function table(name = ""): Map<string, Item> {
    const known = tables.get(name) ?? new Map<string, Item>();
    tables.set(name, known);
    return known;
  }
  const $metadata = {};
  return {
    async batchWriteItem({ RequestItems = {} }) {
      for (const [name, requests] of Object.entries(RequestItems))
        for (const { PutRequest } of requests) {
          const item = PutRequest?.Item ?? {};
          table(name).set(keyText(item), item);
        }
      return { $metadata };
    },
    async putItem({ TableName, Item: item = {}, ConditionExpression, ...spelled }) {
      const key = keyText(item);
      const names = spelled.ExpressionAttributeNames ?? {};
      const values = (spelled.ExpressionAttributeValues ?? {}) as never;
      const found = table(TableName).get(key) as never;
      const isMet = ConditionExpression === undefined || meetsCondition(ConditionExpression, { names, values }, found);
      if (isMet === undefined) throw new TypeError("A condition is written that this engine does not know");
      if (!isMet) throw Object.assign(new Error("not met"), { name: "ConditionalCheckFailedException" });
      table(TableName).set(key, item);
      return { $metadata };
    },
    async getItem({ TableName, Key = {} }) {
      const item = table(TableName).get(keyText(Key));
      return item === undefined ? { $metadata } : { $metadata, Item: item };
    },
    query: () => Promise.reject(new TypeError("No query is made of this engine")),
    scan: async ({ TableName }) => ({ $metadata, Items: [...table(TableName).values()] }),
    async batchGetItem({ RequestItems = {} }) {
      const found = Object.entries(RequestItems).map(([name, { Keys = [] }]) => [
        name,
        Keys.map((key) => table(name).get(keyText(key))).filter((item) => item !== undefined),
      ]);
      return { $metadata, Responses: Object.fromEntries(found) };
    },
  };
}

function keyText(item: Item): string {
  const { pk, sk } = keyOfItem(item);
  return `${pk}\n${sk}`;
}
