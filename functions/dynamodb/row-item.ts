/**
 * A row as an item, without what the key says already (tenant, subject, time, uid), what those imply and what the
 * place it refers to says; and the whole row back.
 */
import { type ColumnName, newRow, type Row } from "../../shared/row.ts";
import { impliedColumns, impliedNames } from "../../shared/state/implied-columns.ts";
import type { SubjectKey, Version } from "../../shared/state/keys.ts";
import {
  PLACE_LABEL,
  type PlaceFacts,
  type PlaceReference,
  placeColumns,
  placeFactsOf,
  withPlaceFacts,
} from "../../shared/state/place-facts.ts";
import { columnSet, columnsOf, type Item, itemOf } from "./item.ts";
import { placeReferenceOfText, placeReferenceText } from "./keys.ts";

/** The place the item is at: its location's id and the digest of what the place says. The key of the places table. */
const PLACE = "place";

const inKey: readonly ColumnName[] = ["tenant_id", "subject_kind", "subject_id", "occurred_at", "record_uid"];
const implied: readonly ColumnName[] = impliedNames;
const ofPlace: readonly ColumnName[] = ["location_id", ...placeColumns];

const allColumns = columnSet((name) => !inKey.includes(name) && !implied.includes(name));
const withoutPlace = columnSet(
  (name) => !inKey.includes(name) && !implied.includes(name) && !ofPlace.includes(name) && name !== "labels",
);
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

function ownLabels(all: Row["labels"]): Row["labels"] {
  const { [PLACE_LABEL]: _, ...own } = all ?? {};
  return Object.keys(own).length === 0 ? undefined : own;
}

/** The place an item refers to. */
export function referenceOfItem(item: Item, tenant: string | undefined): PlaceReference | undefined {
  const text = item[PLACE]?.S;
  return text === undefined ? undefined : placeReferenceOfText(tenant, text);
}

/** The row the item was made of. `facts` are those it refers to; should they be lost, the location's id is left. */
export function rowOfItem(item: Item, subject: SubjectKey, version: Version, facts: PlaceFacts | undefined): Row {
  const identity = {
    tenant_id: subject.tenant,
    subject_kind: subject.kind,
    subject_id: subject.id,
    occurred_at: version.occurredAtMs,
    record_uid: version.recordUid,
  };
  const row: Row = { ...newRow("", "", 0, 0, ""), ...columnsOf(item, readColumns), ...identity };
  const expected = impliedColumns(row);
  if (item.event_family === undefined) row.event_family = expected.event_family;
  if (item.device_id === undefined) row.device_id = expected.device_id;
  if (item.user_id === undefined) row.user_id = expected.user_id;
  if (facts !== undefined) return withPlaceFacts(row, facts);
  const reference = referenceOfItem(item, subject.tenant);
  if (reference !== undefined) row.location_id = reference.locationId;
  return row;
}
