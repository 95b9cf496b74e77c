/** JSON text → events: one or many, each ended by a newline; a single event spread over several lines is fine too. */
import { isObject, type JsonObject } from "../event/event-record.ts";
import type { Rejection, Result } from "../outcome.ts";
import type { Codec } from "../ports.ts";
import { type Budget, spendEvent } from "./budget.ts";
import { type JsonLocationMemo, learnTree, putTreeBack, withoutKnownTree } from "./json-location-memo.ts";
import { MAX_DEPTH, nestsTooDeep } from "./nesting.ts";
import { undecodable } from "./rejections.ts";

const NEWLINE = 0x0a;
const CLOSING_BRACE = 0x7d;
const BYTE_ORDER_MARK = 0xfeff;

/** One event of a record: its own bytes, for the dead letter, and what they decode to. */
export interface DecodedPart {
  readonly bytes: Uint8Array;
  readonly result: Result<JsonObject, Rejection>;
}

/** The events in `bytes`; throws `OverBudget`. Blank lines are no events; a broken line is rejected alone, its siblings are kept. */
export function decodeJson(
  bytes: Uint8Array,
  codec: Codec,
  memo: JsonLocationMemo,
  budget: Budget,
): readonly DecodedPart[] {
  const parts: DecodedPart[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const whole = start === 0 && isBlank(bytes, end, bytes.length);
    const line = whole ? bytes : bytes.subarray(start, end);
    if (whole || !isBlank(bytes, start, end)) {
      spendEvent(budget);
      parts.push({ bytes: line, result: parseEvent(line, codec, memo) });
    }
    if (whole) break;
    start = end + 1;
  }
  return parts.length > 1 && parts.every(({ result }) => !result.ok) ? asOneEvent(bytes, codec, memo, parts) : parts;
}

/** Nothing parsed line by line: perhaps it is one pretty-printed event. */
function asOneEvent(
  bytes: Uint8Array,
  codec: Codec,
  memo: JsonLocationMemo,
  lines: readonly DecodedPart[],
): readonly DecodedPart[] {
  const result = parseEvent(bytes, codec, memo);
  return result.ok ? [{ bytes, result }] : lines;
}

function parseEvent(bytes: Uint8Array, codec: Codec, memo: JsonLocationMemo): Result<JsonObject, Rejection> {
  const known = withoutKnownTree(bytes, codec, memo);
  if (known !== undefined) {
    const parsed = parseText(known.text, bytes);
    const event = parsed.ok ? putTreeBack(parsed.value, known.location) : undefined;
    if (event !== undefined) return { ok: true, value: event };
  }
  const parsed = parseText(codec.utf8(bytes, 0, bytes.length), bytes);
  if (parsed.ok) learnTree(bytes, parsed.value, codec, memo);
  return parsed;
}

function parseText(text: string | undefined, bytes: Uint8Array): Result<JsonObject, Rejection> {
  if (text === undefined) return refuse(undecodable("invalid-utf8", "the JSON text is not valid UTF-8"));
  if (nestsTooDeep(text)) {
    return refuse(undecodable("nested-too-deep", `the JSON nests deeper than ${MAX_DEPTH} levels`));
  }
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
  } catch {
    return refuse(undecodable("malformed-json", describeDamage(bytes)));
  }
  if (isObject(value)) return { ok: true, value };
  return refuse(undecodable("not-an-object", "the JSON is not an object; an event is one object per line"));
}

/** V8's own message quotes the text, so it is not passed on. */
function describeDamage(bytes: Uint8Array): string {
  let last = bytes.length - 1;
  while (last >= 0 && isSpace(bytes[last] as number)) last--;
  return bytes[last] === CLOSING_BRACE
    ? "the text does not parse as JSON"
    : "the JSON does not end with a closing brace: it was cut short, or more follows it";
}

function refuse(error: Rejection): Result<JsonObject, Rejection> {
  return { ok: false, error };
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(bytes[at] as number)) return false;
  return true;
}
