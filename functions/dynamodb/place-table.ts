/** The places table as the core's port, and its reader: an item per place and what it says of itself. */
import type { PlaceTable } from "../../shared/ports.ts";
import type { KnownPlaces } from "../../shared/state/known-places.ts";
import { type ReadPlace, readUnknown } from "../../shared/state/read-place.ts";
import { type BatchWriter, putAll } from "./batch-write.ts";
import type { DynamoDbCalls } from "./calls.ts";
import { placeReferenceKey } from "./keys.ts";
import { factsOfItem, placeItem } from "./place-item.ts";

export function dynamoDbPlaces(table: Omit<BatchWriter, "what">): PlaceTable {
  const writer = { ...table, what: "places" };
  return { write: (places, deadline) => putAll(places.map(placeItem), writer, deadline) };
}

export function readDynamoDbPlace(calls: Pick<DynamoDbCalls, "getItem">, table: string, known: KnownPlaces): ReadPlace {
  return readUnknown(known, async (reference, deadline) => {
    const { pk, sk } = placeReferenceKey(reference);
    const { Item: item } = await calls.getItem(
      { TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true },
      deadline,
    );
    return item && factsOfItem(item);
  });
}
