/**
 * Reading values nobody vouches for. Each reader answers `undefined` for what does not parse, is of another type, or is
 * one of Cisco's ways to say nothing, so that a sentinel never reaches a store. Readers of what proto3 leaves out when
 * it is 0 take a last argument: what absence means in the message at hand. Unless told, it means nothing.
 */
import type { EnumType } from "../contract/contract.ts";
import { holdsPersonalForm } from "../privacy/holds-personal-form.ts";
import { isObject, type JsonObject } from "./event-record.ts";
import { shortestFloat } from "./float.ts";
import type { Zero } from "./zero.ts";

const NOWHERE = -999;
const noFields: JsonObject = Object.freeze({});

/** The object, or an empty one: fields of a message that is not there are not there. */
export function fieldsOf(value: unknown): JsonObject {
  return isObject(value) ? value : noFields;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Text that says something: not `""`, `…NOT_AVAILABLE` or `…_UNKNOWN`. A whole number is taken as its digits, but only
 * one that JSON keeps exactly: two ids above 2^53 could be read as one.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : undefined;
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
export function number(value: unknown, zero?: Zero): number | undefined {
  if (value === undefined) return zero;
  const parsed = typeof value === "string" && DECIMAL.test(value) ? Number(value) : value;
  if (typeof parsed !== "number" || !Number.isFinite(parsed)) return undefined;
  const size = Math.abs(parsed);
  return size > LARGEST || (size < SMALLEST && size !== 0) ? undefined : parsed;
}

/** For a column of whole numbers: what is no 32-bit integer is nothing. */
export function whole(value: unknown, zero?: Zero): number | undefined {
  const parsed = number(value, zero);
  return parsed !== undefined && (parsed | 0) === parsed ? parsed : undefined;
}

/** A `float` of the contract, the same whichever encoding it came in; what 32 bits cannot hold is nothing. */
export function single(value: unknown, zero?: Zero): number | undefined {
  const parsed = number(value, zero);
  if (parsed === undefined) return undefined;
  const float = shortestFloat(parsed);
  return Number.isFinite(float) ? float : undefined;
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

/** A bool as 0/1. */
export function bit(value: unknown, zero?: Zero): 0 | 1 | undefined {
  if (value === undefined) return zero;
  if (value === true || value === 1 || value === "true") return 1;
  return value === false || value === 0 || value === "false" ? 0 : undefined;
}

/** An enum's name, also where it came as a number; `undefined` when it says nothing. A name the contract lacks is kept. */
export function enumName(type: EnumType, value: unknown, zero?: Zero): string | undefined {
  const name = typeof value === "string" ? value : type.names[number(value, zero) ?? Number.NaN];
  if (name === undefined || name === "") return text(value);
  return name === type.names[0] && !type.zeroSaysSomething ? undefined : name;
}

/** Latitude or longitude; −999 is Cisco's "nowhere". */
export function degrees(value: unknown, zero?: Zero): number | undefined {
  const parsed = number(value, zero);
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
