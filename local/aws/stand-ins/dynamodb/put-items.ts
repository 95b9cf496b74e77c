/** BatchWriteItem and PutItem, the short way: into dynalite's database under dynalite's keys. */
import db, { type Operation, type Store, type Table } from "dynalite/db/index.js";
import { meetsCondition } from "./condition.ts";
import type { Answer } from "./hot-calls.ts";
import { type Item, isPlain } from "./plain-item.ts";
import { putUnits, refusedUnits, unitsOf } from "./written.ts";

const MAX_BATCH_ITEMS = 25;

interface BatchCall {
  readonly RequestItems: Readonly<Record<string, readonly { readonly PutRequest?: { readonly Item: Item } }[]>>;
}

/** Puts only, into tables without indexes: nothing has to be known of what was there before. */
export async function batchWriteItem(body: string, store: Store): Promise<Answer | undefined> {
  const { RequestItems, ...others } = JSON.parse(body) as BatchCall;
  if (Object.keys(others).length > 0) return undefined;
  const operations: Operation[] = [];
  let units = 0;
  for (const [name, requests] of Object.entries(RequestItems)) {
    const table = await tableOf(store, name);
    if (table.GlobalSecondaryIndexes !== undefined || table.LocalSecondaryIndexes !== undefined) return undefined;
    for (const { PutRequest, ...other } of requests) {
      const item = PutRequest?.Item;
      if (item === undefined || Object.keys(other).length > 0 || !isPlain(item)) return undefined;
      if (db.validateItem(item, table)) return undefined;
      units += unitsOf(item);
      operations.push(putOf(`item-${name}~${db.createKey(item, table)}`, item));
    }
  }
  const keys = new Set(operations.map(({ key }) => key));
  if (keys.size !== operations.length || keys.size === 0 || keys.size > MAX_BATCH_ITEMS) return undefined;
  await store.db.batch(operations);
  return { status: 200, body: '{"UnprocessedItems":{}}', written: { writes: operations.length, units } };
}

interface PutCall {
  readonly TableName: string;
  readonly Item: Item;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

const conditionFailed: Answer = {
  status: 400,
  body: JSON.stringify({
    __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
    message: "The conditional request failed",
  }),
};

export async function putItem(body: string, store: Store): Promise<Answer | undefined> {
  const call = JSON.parse(body) as PutCall;
  const {
    TableName,
    Item: item,
    ConditionExpression = "",
    ExpressionAttributeNames: names = {},
    ExpressionAttributeValues: values = {},
    ...others
  } = call;
  if (Object.keys(others).length > 0 || !isPlain(item)) return undefined;
  const table = await tableOf(store, TableName);
  if (db.validateItem(item, table) || table.LocalSecondaryIndexes !== undefined) return undefined;
  const key = db.createKey(item, table);
  return locked(store, TableName, key, async () => {
    const path = `item-${TableName}~${key}`;
    const before = await store.db.get(path);
    if (ConditionExpression !== "") {
      const isMet = meetsCondition(ConditionExpression, { names, values }, before);
      if (isMet === undefined) return undefined;
      // It is billed, too.
      if (!isMet) return { ...conditionFailed, written: { writes: 1, units: refusedUnits(before) } };
    }
    const indexes = table.GlobalSecondaryIndexes ?? [];
    const { puts, deletes } = db.getIndexActions(indexes, before, item, table);
    const pathInIndex = (index: string, key: string) => `index-global~${TableName}~${index}~${key}`;
    await store.db.batch([
      ...deletes.map(({ index, key }) => ({ type: "del", key: pathInIndex(index, key) }) as const),
      ...puts.map(({ index, key, item }) => putOf(pathInIndex(index, key), item)),
      putOf(path, item),
    ]);
    return { status: 200, body: "{}", written: { writes: 1, units: putUnits(table, before, item) } };
  });
}

/** The lock dynalite itself takes before it puts an item. */
function locked<T>(store: Store, table: string, key: string, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    store.getItemDb(table).lock(key, (release) => {
      const done = release(() => {});
      work().then(resolve, reject).finally(done);
    });
  });
}

export function tableOf(store: Store, name: string): Promise<Table> {
  return new Promise((resolve, reject) =>
    store.getTable(name, (error, table) => (error ? reject(error) : resolve(table))),
  );
}

function putOf(key: string, item: Item): Operation {
  return { type: "put", key, value: JSON.stringify(item), valueEncoding: "utf8" };
}
