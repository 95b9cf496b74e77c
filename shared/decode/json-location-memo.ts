/**
 * Location trees in JSON text, parsed once. A tree is a third of an event and most events share a handful of them:
 * where a tree's text is one already seen (compared whole), the rest is parsed without it and the tree put back.
 */
import { isObject, type JsonObject } from "../event-record.ts";
import { nestsTooDeep, objectEnd } from "./nesting.ts";

/** From the text of a leaf's id to the tree it begins. */
export type JsonLocationMemo = Map<string, { readonly text: string; readonly location: JsonObject }>;

const KEY = '"location":';
/** A tree's own text, as far as its id: `"location":{"locationId":"…"`. Unescaped quotes: it cannot be inside a string. */
const OPENING = `${KEY}{"locationId":"`;
const PLACEHOLDER = "@location-tree@";
const REPLACEMENT = `${KEY}"${PLACEHOLDER}"`;
/** A large campus has a few thousand zones; past this the memo starts afresh. */
const MAX_ENTRIES = 8_192;

export function newJsonLocationMemo(): JsonLocationMemo {
  return new Map();
}

/** What `JSON.parse(text)` answers, or the string "nested-too-deep". Throws as it does. */
export function parseWithMemo(text: string, memo: JsonLocationMemo): unknown {
  const start = text.indexOf(OPENING);
  const id = start === -1 ? "" : text.slice(start + OPENING.length, text.indexOf('"', start + OPENING.length));
  const known = memo.get(id);
  if (known !== undefined) {
    const end = start + KEY.length + known.text.length;
    const value =
      text.slice(start + KEY.length, end) === known.text ? parseAround(text, start, end, known.location) : undefined;
    if (value !== undefined) return value;
  }
  if (nestsTooDeep(text)) return "nested-too-deep";
  const value: unknown = JSON.parse(text);
  if (start !== -1) learn(memo, id, text, start + KEY.length, value);
  return value;
}

/** The event with the known tree in its place; `undefined` when the text does not allow it. */
function parseAround(text: string, start: number, end: number, location: JsonObject): JsonObject | undefined {
  const rest = text.slice(0, start) + REPLACEMENT + text.slice(end);
  if (nestsTooDeep(rest)) return undefined;
  const value: unknown = JSON.parse(rest);
  const holder = isObject(value) ? holderOf(value, PLACEHOLDER) : undefined;
  if (holder === undefined) return undefined;
  holder.location = location;
  return value as JsonObject;
}

function learn(memo: JsonLocationMemo, id: string, text: string, start: number, value: unknown): void {
  const end = objectEnd(text, start);
  const holder = isObject(value) ? holderOf(value, undefined) : undefined;
  if (end === undefined || holder === undefined) return;
  // A slice would keep the whole event's text alive for as long as the memo; this is a copy.
  const treeText = JSON.parse(JSON.stringify(text.slice(start, end))) as string;
  if (memo.size >= MAX_ENTRIES) memo.clear();
  // Parsed on its own, not taken from the event: the text may hold two locations, and this is the first.
  memo.set(id, { text: treeText, location: JSON.parse(treeText) as JsonObject });
}

/** The one payload whose `location` is `marker`, or any object when no marker is given. */
function holderOf(event: JsonObject, marker: string | undefined): JsonObject | undefined {
  let holder: JsonObject | undefined;
  for (const name of Object.keys(event)) {
    const payload = event[name];
    if (!isObject(payload)) continue;
    const { location } = payload;
    if (marker === undefined ? !isObject(location) : location !== marker) continue;
    // Two of them (the event itself can hold the marker, spelt with escapes too) cannot be told apart.
    if (holder !== undefined) return undefined;
    holder = payload;
  }
  return holder;
}
