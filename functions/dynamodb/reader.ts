/** Reads the tables as rows, whole: what a key says and what a place says is put back. All calls are paged to their end. */
import type { Row } from "../../shared/row.ts";
import { type KnownPlaces, knownPlaces } from "../../shared/state/known-places.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";
import { seenAtMs, slotOf } from "../../shared/state/seen.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";
import { batchGet } from "./batch-get.ts";
import { eventOfItem, placeOfEventItem } from "./history.ts";
import { historyRange } from "./history-range.ts";
import type { Item } from "./item.ts";
import { keyOfItem, placeReferenceKey, placeText, slotText, subjectText } from "./keys.ts";
import { factsOfItem } from "./place-item.ts";
import type { DynamoDbReadCalls } from "./read-calls.ts";
import { placeOfStateItem, stateOfItem } from "./state-table.ts";
import { BY_LOCATION_INDEX, BY_LOCATION_KEY } from "./tables.ts";

export interface DynamoDbReaderOptions {
  readonly calls: DynamoDbReadCalls;
  readonly tables: { readonly events: string; readonly state: string; readonly places: string };
}

export function dynamoDbReader({ calls, tables }: DynamoDbReaderOptions): TablesReader {
  const known = knownPlaces();

  async function fetchPlaces(references: readonly (PlaceReference | undefined)[]): Promise<KnownPlaces> {
    const unknown = references.filter((reference) => reference !== undefined && known.get(reference) === undefined);
    const keys = unknown.flatMap((reference) => (reference === undefined ? [] : placeReferenceKey(reference)));
    for (const item of await batchGet(calls, tables.places, keys)) known.add(factsOfItem(item));
    return known;
  }

  async function statesOf(items: readonly Item[]): Promise<readonly StateItem[]> {
    const references = items.map(placeOfStateItem);
    const places = await fetchPlaces(references);
    return items.map((item, index) => stateOfItem(item, factsAt(places, references[index])));
  }

  async function eventsOf(items: readonly Item[]): Promise<readonly Row[]> {
    const references = items.map(placeOfEventItem);
    const places = await fetchPlaces(references);
    return items.map((item, index) => eventOfItem(item, factsAt(places, references[index])));
  }

  const query = (input: Parameters<DynamoDbReadCalls["query"]>[0]) =>
    allPages((start) => calls.query({ ...input, ...start }));
  const scan = (table: string) => allPages((start) => calls.scan({ TableName: table, ...start }));

  return {
    allState: async () => statesOf(await scan(tables.state)),
    allEvents: async () => eventsOf(await scan(tables.events)),
    allPlaces: async () => (await scan(tables.places)).map(factsOfItem),
    async stateOf(subject) {
      const items = await query({
        TableName: tables.state,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: subjectText(subject) } },
      });
      return statesOf(items);
    },
    async stateAt(place, seenSinceMs) {
      const { partition, sort } = BY_LOCATION_KEY;
      const atPlace = placeText(place);
      const found = await query({
        TableName: tables.state,
        IndexName: BY_LOCATION_INDEX,
        KeyConditionExpression: `${partition} = :place AND ${sort} >= :slot`,
        ExpressionAttributeValues: { ":place": { S: atPlace }, ":slot": { S: slotText(slotOf(seenSinceMs)) } },
      });
      const items = await batchGet(calls, tables.state, found.map(keyOfItem));
      // The index is a moment behind: who has left by now is not here.
      const here = items.filter((item) => item[partition]?.S === atPlace);
      return (await statesOf(here)).filter(({ row }) => seenAtMs(row) >= seenSinceMs);
    },
    async history(subject, fromMs, toMs) {
      const [from, to] = historyRange(fromMs, toMs);
      const items = await query({
        TableName: tables.events,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": { S: subjectText(subject) }, ":from": { S: from }, ":to": { S: to } },
        ScanIndexForward: false,
      });
      return eventsOf(items);
    },
  };
}

function factsAt(places: KnownPlaces, reference: PlaceReference | undefined) {
  return reference && places.get(reference);
}

interface Page {
  readonly Items?: readonly Item[] | undefined;
  readonly LastEvaluatedKey?: Item | undefined;
}

async function allPages(
  read: (start: { readonly ExclusiveStartKey?: Item }) => Promise<Page>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await read(start === undefined ? {} : { ExclusiveStartKey: start });
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
