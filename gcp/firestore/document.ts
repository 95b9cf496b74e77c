/**
 * A row as a document: JSON under one field, since the name of a field stands in every document.
 * https://firebase.google.com/docs/firestore/storage-size
 */
import { type Rejected, rejected } from "../../shared/outcome.ts";
import { referenceOfText, referenceText } from "../../shared/state/key-text.ts";
import type { PlaceReference } from "../../shared/state/place-facts.ts";
import type { SlimRow } from "../../shared/state/slim-row.ts";
import { type Collection, PLACE } from "./collections.ts";
import { idProblem } from "./keys.ts";

/** A text, a whole number, or a time. */
export type FieldValue = string | number | Date;
export type Fields = Readonly<Record<string, FieldValue>>;

export interface Document {
  readonly collection: Collection;
  readonly id: string;
  readonly fields: Fields;
}

/** Longest value of an indexed field that an index tells from others: https://firebase.google.com/docs/firestore/quotas */
const MAX_INDEXED_BYTES = 1_500;
const MAX_DOCUMENT_BYTES = 1_024 * 1_024;
/** Of a document, of its name, and of a number or a time. */
const DOCUMENT_BYTES = 32;
const NAME_BYTES = 16;
const FIXED_BYTES = 8;

const ROW = "row";
const FACTS = "facts";

export function rowFields({ columns, place }: SlimRow): Fields {
  return { [ROW]: JSON.stringify(columns), ...(place !== undefined && { [FACTS]: referenceText(place) }) };
}

/** The place whose facts the row of a document goes without. */
export function placeIn(fields: Fields, tenant: string | undefined): PlaceReference | undefined {
  const text = textOf(fields, FACTS);
  return text === undefined ? undefined : referenceOfText(tenant, text);
}

export function slimRowOf(fields: Fields, tenant: string | undefined): SlimRow {
  const columns = JSON.parse(textOf(fields, ROW) ?? "{}") as SlimRow["columns"];
  return { columns, place: placeIn(fields, tenant) };
}

export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}

/** Why Firestore would refuse the document for ever, or no longer find it, if so. */
export function documentProblem(document: Document, what: string): Rejected | undefined {
  const bytes = documentBytes(document);
  if (bytes > MAX_DOCUMENT_BYTES) {
    const message = `the ${what} document has ${bytes} bytes, more than the ${MAX_DOCUMENT_BYTES} Firestore takes`;
    return rejected({ stage: "write", code: "item-too-large", message });
  }
  if (Buffer.byteLength(textOf(document.fields, PLACE) ?? "") > MAX_INDEXED_BYTES) {
    const message = `the place of the ${what} document has more than the ${MAX_INDEXED_BYTES} bytes Firestore finds it by`;
    return rejected({ stage: "write", code: "invalid-identity", message });
  }
  return idProblem(document.id);
}

/** As the service counts. */
export function documentBytes({ collection, id, fields }: Document): number {
  let bytes = DOCUMENT_BYTES + NAME_BYTES + textBytes(collection) + textBytes(id);
  for (const [name, value] of Object.entries(fields))
    bytes += textBytes(name) + (typeof value === "string" ? textBytes(value) : FIXED_BYTES);
  return bytes;
}

function textBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}
