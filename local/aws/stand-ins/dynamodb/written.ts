/** What a write is billed: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
import db, { type Store, type Table } from "dynalite/db/index.js";
import type { Item as StoredItem } from "../../../../functions/dynamodb/item.ts";
import { itemBytes, WRITE_UNIT_BYTES } from "../../../../functions/dynamodb/item-bytes.ts";
import type { Item } from "./plain-item.ts";

export interface Written {
  /** Items put, or tried to. */
  readonly writes: number;
  readonly units: number;
}

/** By the larger of what was and what is; an entry of keys alone that goes is a write, and so is one that comes. */
export function putUnits(table: Table, before: Item | undefined, item: Item): number {
  const [had, has] = [before === undefined ? [] : entriesOf(table, before), entriesOf(table, item)];
  const stayed = had.filter((entry) => has.includes(entry)).length;
  return Math.max(unitsOf(item), before === undefined ? 0 : unitsOf(before)) + had.length + has.length - 2 * stayed;
}

/** A condition that is not met is billed, too. */
export function refusedUnits(before: Item | undefined): number {
  return before === undefined ? 1 : unitsOf(before);
}

export function unitsOf(item: Item): number {
  return Math.ceil(itemBytes(item as unknown as StoredItem) / WRITE_UNIT_BYTES);
}

interface Outlook {
  readonly taken: Written;
  /** By its condition. */
  readonly refused?: Written;
}

interface Call {
  readonly TableName: string;
  readonly Item: Item;
  readonly RequestItems: Readonly<Record<string, readonly { readonly PutRequest?: { readonly Item: Item } }[]>>;
}

/** What a call will be billed that dynalite answers itself; to be asked before it does. */
export async function outlookOf(
  action: string,
  body: string,
  store: Store,
  tableOf: (name: string) => Promise<Table>,
): Promise<Outlook> {
  const { TableName, Item: item, RequestItems } = JSON.parse(body) as Call;
  if (action === "BatchWriteItem") {
    const requests = Object.values(RequestItems).flat();
    const items = requests.map(({ PutRequest }) => PutRequest?.Item).filter((put) => put !== undefined);
    return { taken: { writes: items.length, units: items.reduce((sum, each) => sum + unitsOf(each), 0) } };
  }
  const table = await tableOf(TableName);
  const before = await store.db.get(`item-${TableName}~${db.createKey(item, table)}`);
  return {
    taken: { writes: 1, units: putUnits(table, before, item) },
    refused: { writes: 1, units: refusedUnits(before) },
  };
}

function entriesOf(table: Table, item: Item): readonly string[] {
  const { puts } = db.getIndexActions(table.GlobalSecondaryIndexes ?? [], undefined, item, table);
  return puts.map(({ index, key }) => `${index} ${key}`);
}
