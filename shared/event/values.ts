/**
 * Reading values nobody vouches for. Each reader answers `undefined` for what is absent, of another type, or one of
 * Cisco's ways to say nothing, so that a sentinel never reaches a store.
 */
import type { EnumType } from "../contract/contract.ts";
import { holdsPersonalForm } from "../privacy/holds-personal-form.ts";
import { isObject, type JsonObject } from "./event-record.ts";
import { shortestFloat } from "./float.ts";

const NOWHERE = -999;
const noFields: JsonObject = Object.freeze({});

/** The object, or an empty one: fields of a message that is not there are not there. */
export function fieldsOf(value: unknown): JsonObject {
  return isObject(value) ? value : noFields;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text that says something: not `""`, `…NOT_AVAILABLE` or `…_UNKNOWN`. A number is taken as its digits. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string" || value === "") return undefined;
  const last = value.charCodeAt(value.length - 1);
  if (last === 0x45 && value.endsWith("NOT_AVAILABLE")) return undefined;
  if (last === 0x4e && (value.endsWith("_UNKNOWN") || value === "UNKNOWN")) return undefined;
  return value;
}

/** The texts of a repeated field joined by commas. */
export function joined(value: unknown): string | undefined {
  const texts = listOf(value)
    .map(text)
    .filter((item) => item !== undefined);
  return texts.length === 0 ? undefined : texts.join(",");
}

/** What every store can hold; DynamoDB's numbers are the narrowest, and no reading is out there. */
const LARGEST = 1e125;
const SMALLEST = 1e-130;
const DECIMAL = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** A number every store can hold, as a JSON number or, by proto3's JSON rules, as a string of one. */
export function number(value: unknown): number | undefined {
  const parsed = typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
  if (typeof parsed !== "number" || !Number.isFinite(parsed)) return undefined;
  const size = Math.abs(parsed);
  return size > LARGEST || (size < SMALLEST && size !== 0) ? undefined : parsed;
}

/** For a column of whole numbers: absent is 0, what is no 32-bit integer is nothing. */
export function whole(value: unknown): number | undefined {
  const parsed = number(value) ?? 0;
  return (parsed | 0) === parsed ? parsed : undefined;
}

/** A `float` of the contract, the same whichever encoding it came in. */
export function single(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed === undefined ? undefined : shortestFloat(parsed);
}

/** A count: proto3 leaves 0 off the wire, so where its message is there, absent means 0. */
export function count(value: unknown): number {
  return number(value) ?? 0;
}

/** A number whose 0 can only mean that nothing was measured: proto3 cannot tell the two apart. */
export function nonZero(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value;
}

/** The first millisecond that needs 14 digits: sort keys have 13. The year is 2286. */
export const TIME_LIMIT_MS = 10_000_000_000_000;

/** Epoch milliseconds; 0 is proto3 for "not set". */
export function timeMs(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed !== undefined && parsed > 0 && parsed < TIME_LIMIT_MS ? Math.trunc(parsed) : undefined;
}

/** A bool as 0/1; absent is false. */
export function bit(value: unknown): 0 | 1 {
  return value === true || value === "true" || value === 1 ? 1 : 0;
}

/** An enum's name, also where it came as a number or as proto3's absent zero; `undefined` when it says nothing. */
export function enumName(type: EnumType, value: unknown): string | undefined {
  const name = typeof value === "string" && value !== "" ? value : type.names[number(value) ?? 0];
  if (name === undefined) return text(value);
  return name === type.names[0] && !type.zeroSaysSomething ? undefined : name;
}

/** Latitude or longitude; −999 is Cisco's "nowhere". */
export function degrees(value: unknown): number | undefined {
  const parsed = number(value);
  return parsed === NOWHERE ? undefined : parsed;
}

/** Keys made of data must not grow an item without bound. */
const MAX_KEY_PART = 40;

/** A name from the data as part of a measurement key: lower-case letters, digits and `_`. An address is no name: nothing. */
export function keyPart(value: string): string {
  if (holdsPersonalForm(value)) return "";
  return value
    .slice(0, MAX_KEY_PART)
    .toLowerCase()
    .replaceAll("%", "pct")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}
