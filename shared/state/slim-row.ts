/**
 * A row without what a table's key says already (tenant, subject, time, uid), what those imply and what the place it
 * refers to says; and the whole row back. The same in every store that keeps a row as one value.
 */
import { type ColumnName, newRow, type Row, storedColumns } from "../row.ts";
import { impliedColumns, impliedNames } from "./implied-columns.ts";
import type { SubjectKey, Version } from "./keys.ts";
import {
  PLACE_LABEL,
  type PlaceFacts,
  type PlaceReference,
  placeColumns,
  placeFactsOf,
  withPlaceFacts,
} from "./place-facts.ts";

type ColumnValue = NonNullable<Row[ColumnName]>;

export interface SlimRow {
  /** `null`: a column that its key implies and that it has not. */
  readonly columns: Readonly<Partial<Record<ColumnName, ColumnValue | null>>>;
  /** Where the rest stands. */
  readonly place: PlaceReference | undefined;
}

/** What the key of every table says. */
export const inKey: readonly ColumnName[] = ["tenant_id", "subject_kind", "subject_id", "occurred_at", "record_uid"];
const implied: readonly ColumnName[] = impliedNames;
const ofPlace: readonly ColumnName[] = ["location_id", ...placeColumns];

/** Columns that stand in an item whatever they are, where no place is referred to ... */
export const ownNames = storedColumns
  .map(({ name }) => name)
  .filter((name) => !inKey.includes(name) && !implied.includes(name));
/** ... and where one is: of its labels, those that the place does not say. */
export const ownNamesAtPlace = ownNames.filter((name) => !ofPlace.includes(name));

export function slimRow(row: Row): SlimRow {
  const place = placeFactsOf(row);
  const columns: Partial<Record<ColumnName, ColumnValue | null>> = {};
  for (const name of place === undefined ? ownNames : ownNamesAtPlace) {
    const value = name === "labels" && place?.timeZone !== undefined ? ownLabels(row.labels) : row[name];
    if (value !== undefined) columns[name] = value;
  }
  const expected = impliedColumns(row);
  for (const name of impliedNames) if (row[name] !== expected[name]) columns[name] = row[name] ?? null;
  return { columns, place };
}

/** The labels that the place does not say. */
export function ownLabels(all: Row["labels"]): Row["labels"] {
  const { [PLACE_LABEL]: _, ...own } = all ?? {};
  return Object.keys(own).length === 0 ? undefined : own;
}

/** The row it was made of. `facts` are those it refers to; should they be lost, the location's id is left. */
export function wholeRow(
  { columns, place }: SlimRow,
  subject: SubjectKey,
  version: Version,
  facts: PlaceFacts | undefined,
): Row {
  const said = Object.entries(columns).filter(([, value]) => value !== null);
  const row: Row = {
    ...newRow("", "", 0, 0, ""),
    ...(Object.fromEntries(said) as Partial<Row>),
    tenant_id: subject.tenant,
    subject_kind: subject.kind,
    subject_id: subject.id,
    occurred_at: version.occurredAtMs,
    record_uid: version.recordUid,
  };
  const expected = impliedColumns(row);
  if (columns.event_family === undefined) row.event_family = expected.event_family;
  if (columns.device_id === undefined) row.device_id = expected.device_id;
  if (columns.user_id === undefined) row.user_id = expected.user_id;
  if (facts !== undefined) return withPlaceFacts(row, facts);
  if (place !== undefined) row.location_id = place.locationId;
  return row;
}
