/** The places table as the core's port, and its reader: an item per place and what it says of itself. */
import type { Deadline, PlaceTable } from "../../shared/ports.ts";
import type { KnownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceFacts, PlaceReference } from "../../shared/state/place-facts.ts";
import { type BatchWriter, putAll } from "./batch-write.ts";
import type { DynamoDbCalls } from "./calls.ts";
import { placeReferenceKey } from "./keys.ts";
import { factsOfItem, placeItem } from "./place-item.ts";

export function dynamoDbPlaces(table: Omit<BatchWriter, "what">): PlaceTable {
  const writer = { ...table, what: "places" };
  return { write: (places, deadline) => putAll(places.map(placeItem), writer, deadline) };
}

/** The facts that an item refers to; `undefined` where they are not there. */
export type ReadPlace = (reference: PlaceReference, deadline: Deadline) => Promise<PlaceFacts | undefined>;

/** What is known is not read again: what stands under a reference never changes. */
export function readDynamoDbPlace(calls: Pick<DynamoDbCalls, "getItem">, table: string, known: KnownPlaces): ReadPlace {
  return async (reference, deadline) => {
    const remembered = known.get(reference);
    if (remembered !== undefined) return remembered;
    const { pk, sk } = placeReferenceKey(reference);
    const { Item: item } = await calls.getItem(
      { TableName: table, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true },
      deadline,
    );
    if (item === undefined) return undefined;
    const facts = factsOfItem(item);
    known.add(facts);
    return facts;
  };
}
