/**
 * A slim row as an item, attribute by attribute: by hand on the way in, which every event takes, and whole again by the
 * core's `wholeRow`.
 */
import type { Row } from "../../shared/row.ts";
import { impliedColumns, impliedNames } from "../../shared/state/implied-columns.ts";
import type { SubjectKey, Version } from "../../shared/state/keys.ts";
import { type PlaceFacts, type PlaceReference, placeFactsOf } from "../../shared/state/place-facts.ts";
import { inKey, ownLabels, ownNames, ownNamesAtPlace, wholeRow } from "../../shared/state/slim-row.ts";
import { columnSet, columnsOf, type Item, itemOf } from "./item.ts";
import { placeReferenceOfText, placeReferenceText } from "./keys.ts";

/** The place the item is at: its location's id and the digest of what the place says. The key of the places table. */
const PLACE = "place";

const allColumns = columnSet((name) => ownNames.includes(name));
const withoutPlace = columnSet((name) => ownNamesAtPlace.includes(name) && name !== "labels");
const labels = columnSet((name) => name === "labels");
const readColumns = columnSet((name) => !inKey.includes(name));

export function rowItem(row: Row): Item {
  const facts = placeFactsOf(row);
  const item = facts === undefined ? itemOf(row, allColumns) : itemAtPlace(row, facts);
  const expected = impliedColumns(row);
  for (const name of impliedNames) {
    const value = row[name];
    if (value === expected[name]) continue;
    item[name] = value === undefined ? { NULL: true } : { S: value };
  }
  return item;
}

function itemAtPlace(row: Row, facts: PlaceFacts): Item {
  const item = itemOf(row, withoutPlace);
  item[PLACE] = { S: placeReferenceText(facts) };
  const own = facts.timeZone === undefined ? row.labels : ownLabels(row.labels);
  if (own !== undefined) Object.assign(item, itemOf({ labels: own }, labels));
  return item;
}

/** The place an item refers to. */
export function referenceOfItem(item: Item, tenant: string | undefined): PlaceReference | undefined {
  const text = item[PLACE]?.S;
  return text === undefined ? undefined : placeReferenceOfText(tenant, text);
}

/** The row the item was made of. `facts` are those it refers to; should they be lost, the location's id is left. */
export function rowOfItem(item: Item, subject: SubjectKey, version: Version, facts: PlaceFacts | undefined): Row {
  const denied = impliedNames.filter((name) => item[name]?.NULL === true).map((name) => [name, null]);
  const columns = { ...columnsOf(item, readColumns), ...Object.fromEntries(denied) };
  return wholeRow({ columns, place: referenceOfItem(item, subject.tenant) }, subject, version, facts);
}
