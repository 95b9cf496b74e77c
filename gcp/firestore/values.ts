/** Documents as the service's protocol has them, and back. https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1#document */
import type { protos } from "@google-cloud/firestore-api";
import type { StoredDocument } from "./calls.ts";
import type { Collection } from "./collections.ts";
import type { Document, Fields, FieldValue } from "./document.ts";

type Value = protos.google.firestore.v1.IValue;
type Timestamp = protos.google.protobuf.ITimestamp;
export type ProtoDocument = protos.google.firestore.v1.IDocument;

const NANO_DIGITS = 9;

/** `database` is `projects/PROJECT/databases/DATABASE`. */
export function documentName(database: string, collection: Collection, id: string): string {
  return `${database}/documents/${collection}/${id}`;
}

export function protoDocument(database: string, { collection, id, fields }: Document): ProtoDocument {
  return {
    name: documentName(database, collection, id),
    fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, protoValue(value)])),
  };
}

export function protoValue(value: FieldValue): Value {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { integerValue: value };
  const ms = value.getTime();
  const seconds = Math.floor(ms / 1_000);
  return { timestampValue: { seconds, nanos: (ms - seconds * 1_000) * 1e6 } };
}

export function storedDocument({ name, fields, updateTime }: ProtoDocument): StoredDocument {
  const path = (name ?? "").split("/");
  return {
    collection: path.at(-2) as Collection,
    id: path.at(-1) ?? "",
    fields: fieldsOf(fields ?? {}),
    revision: revisionOf(updateTime ?? {}),
  };
}

function fieldsOf(fields: Readonly<Record<string, Value>>): Fields {
  const known: Record<string, FieldValue> = {};
  for (const [name, { stringValue, integerValue, timestampValue }] of Object.entries(fields)) {
    if (stringValue != null) known[name] = stringValue;
    else if (timestampValue != null)
      known[name] = new Date(Number(timestampValue.seconds ?? 0) * 1_000 + (timestampValue.nanos ?? 0) / 1e6);
    else if (integerValue != null) known[name] = Number(integerValue);
  }
  return known;
}

/** The time of a write, as a text; the service's are of microseconds. */
function revisionOf({ seconds, nanos }: Timestamp): string {
  return `${seconds ?? 0}.${String(nanos ?? 0).padStart(NANO_DIGITS, "0")}`;
}

export function timeOf(revision: string): Timestamp {
  const [seconds, nanos] = revision.split(".");
  return { seconds: Number(seconds), nanos: Number(nanos) };
}
