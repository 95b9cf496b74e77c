/** GetItem by key, whole, the short way. */
import db, { type Store } from "dynalite/db/index.js";
import type { Answer } from "./hot-calls.ts";
import { type Item, isPlain } from "./plain-item.ts";
import { tableOf } from "./put-items.ts";

interface Call {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
}

export async function getItem(body: string, store: Store): Promise<Answer | undefined> {
  const { TableName, Key, ConsistentRead: _, ...others } = JSON.parse(body) as Call;
  if (Object.keys(others).length > 0 || !isPlain(Key)) return undefined;
  const table = await tableOf(store, TableName);
  if (Object.keys(Key).length !== table.KeySchema.length || db.validateItem(Key, table)) return undefined;
  const item = await store.db.get(`item-${TableName}~${db.createKey(Key, table)}`);
  return { status: 200, body: item === undefined ? "{}" : JSON.stringify({ Item: item }) };
}
