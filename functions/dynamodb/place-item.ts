/** The facts of a place as an item, and back. */
import { PLACE_LABEL, type PlaceFacts, placeColumns } from "../../shared/state/place-facts.ts";
import { columnSet, columnsOf, type Item, itemOf } from "./item.ts";
import { keyOfItem, placeReferenceKey, placeReferenceOfKey } from "./keys.ts";

const names: readonly string[] = placeColumns;
const columns = columnSet((name) => names.includes(name));

export function placeItem(facts: PlaceFacts): Item {
  const item = itemOf(facts.columns, columns);
  const { pk, sk } = placeReferenceKey(facts);
  item.pk = { S: pk };
  item.sk = { S: sk };
  if (facts.timeZone !== undefined) item[PLACE_LABEL] = { S: facts.timeZone };
  return item;
}

export function factsOfItem(item: Item): PlaceFacts {
  const absent = Object.fromEntries(placeColumns.map((name) => [name, undefined]));
  return {
    ...placeReferenceOfKey(keyOfItem(item)),
    columns: { ...absent, ...columnsOf(item, columns) } as PlaceFacts["columns"],
    timeZone: item[PLACE_LABEL]?.S,
  };
}
