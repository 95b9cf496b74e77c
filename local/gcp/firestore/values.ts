/** Values of fields: their order, and how many bytes they are counted as. */
import type { protos } from "@google-cloud/firestore-api";
import { compareCodePoints } from "../../../shared/state/keys.ts";

export type Value = protos.google.firestore.v1.IValue;
export type Fields = Readonly<Record<string, Value>>;

const BYTES_OF_FIXED = 8;
const BYTES_OF_DOCUMENT = 32;
const BYTES_OF_NAME = 16;

type Comparable = readonly [rank: number, value: number | bigint | string];

/** Values of different types are ordered by type: https://firebase.google.com/docs/firestore/manage-data/data-types#value_type_ordering */
function comparable(value: Value): Comparable {
  if (value.nullValue != null) return [0, 0];
  if (value.booleanValue != null) return [1, Number(value.booleanValue)];
  if (value.integerValue != null) return [2, Number(value.integerValue)];
  if (value.doubleValue != null) return [2, Number(value.doubleValue)];
  if (value.timestampValue != null) {
    const { seconds, nanos } = value.timestampValue;
    return [3, BigInt(String(seconds ?? 0)) * 1_000_000_000n + BigInt(nanos ?? 0)];
  }
  if (value.stringValue != null) return [4, value.stringValue];
  if (value.referenceValue != null) return [6, value.referenceValue];
  return [7, JSON.stringify(value)];
}

export function isSameType(a: Value, b: Value): boolean {
  return comparable(a)[0] === comparable(b)[0];
}

/** Texts by their UTF-8 bytes. */
export function compareValues(a: Value, b: Value): number {
  const [[rankA, valueA], [rankB, valueB]] = [comparable(a), comparable(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof valueA === "string" && typeof valueB === "string") return compareCodePoints(valueA, valueB);
  return valueA < valueB ? -1 : valueA > valueB ? 1 : 0;
}

/** `path` is the document's, `collection/id`. https://firebase.google.com/docs/firestore/storage-size */
export function documentBytes(path: string, fields: Fields): number {
  const name = path.split("/").reduce((sum, part) => sum + textBytes(part), BYTES_OF_NAME);
  return BYTES_OF_DOCUMENT + name + fieldsBytes(fields);
}

function fieldsBytes(fields: Fields): number {
  return Object.entries(fields).reduce((sum, [name, value]) => sum + textBytes(name) + valueBytes(value), 0);
}

function valueBytes(value: Value): number {
  if (value.stringValue != null) return textBytes(value.stringValue);
  if (value.referenceValue != null) return textBytes(value.referenceValue);
  if (value.bytesValue != null) return value.bytesValue.length;
  if (value.arrayValue != null) return (value.arrayValue.values ?? []).reduce((sum, one) => sum + valueBytes(one), 0);
  if (value.mapValue != null) return fieldsBytes(value.mapValue.fields ?? {});
  if (value.geoPointValue != null) return BYTES_OF_FIXED * 2;
  return value.nullValue != null || value.booleanValue != null ? 1 : BYTES_OF_FIXED;
}

function textBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}
