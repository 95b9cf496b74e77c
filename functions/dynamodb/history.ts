/** History: one item per event, keyed so that the same event written twice is the same item. */
import type { EventSink } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { type EventKey, eventKeyOf } from "../../shared/state/keys.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { type BatchWriter, putAll } from "./batch-write.ts";
import type { Item } from "./item.ts";
import { eventKeyOfText, eventKeyText, keyOfItem } from "./keys.ts";
import { referenceOfItem, rowItem, rowOfItem } from "./row-item.ts";
import { EXPIRES_AT } from "./tables.ts";

export interface HistoryTable extends Omit<BatchWriter, "what"> {
  readonly ttlSeconds: number;
}

export function dynamoDbHistory({ ttlSeconds, ...table }: HistoryTable): EventSink {
  const writer = { ...table, what: "history" };
  return {
    write: (rows, deadline) =>
      putAll(
        rows.map((row) => historyItem(row, ttlSeconds)),
        writer,
        deadline,
      ),
  };
}

export function historyItem(row: Row, ttlSeconds: number): Item {
  const item = rowItem(row);
  const { pk, sk } = eventKeyText(eventKeyOf(row));
  item.pk = { S: pk };
  item.sk = { S: sk };
  item[EXPIRES_AT] = { N: String(Math.ceil(row.occurred_at / 1_000) + ttlSeconds) };
  return item;
}

/** The place whose facts `eventOfItem` needs. */
export function placeOfEventItem(item: Item): PlaceReference | undefined {
  return referenceOfItem(item, eventKeyOfItem(item).subject.tenant);
}

/** The event of an item; `facts` are those of the place it refers to. */
export function eventOfItem(item: Item, facts: PlaceFacts | undefined): Row {
  const { subject, ...version } = eventKeyOfItem(item);
  return rowOfItem(item, subject, version, facts);
}

function eventKeyOfItem(item: Item): EventKey {
  return eventKeyOfText(keyOfItem(item));
}
