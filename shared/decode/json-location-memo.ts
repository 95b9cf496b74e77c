/**
 * Location trees in JSON, parsed once. A tree is a third of an event or more, and most events share a handful of them:
 * where a tree's text is one already seen (compared whole), the rest is parsed without it and the tree put back.
 */
import { isObject, type JsonObject } from "../event/event-record.ts";
import { type LocationMemo, MAX_TREE_CHARACTERS, recall, remember } from "./location-memo.ts";

/** An event whose tree is known: the rest of it is text with a marker for the tree. */
export interface WithoutTree {
  readonly rest: string;
  readonly location: JsonObject;
}

const KEY = '"location":';
/** A tree as far as its id. Its quotes are not escaped, so it is not inside a string. */
const OPENING = '{"locationId":"';
/**
 * Stands for the tree in the rest. JSON text can hold this character only by this escape, and an event that does is
 * parsed whole: nobody can send the marker.
 */
const MARKER = "\u0001";
const MARKER_ESCAPE = "\\u0001";

/** The event without its tree; `undefined` when it has none, one not seen before, or what could be taken for the marker. */
export function withoutKnownTree(text: string, memo: LocationMemo): WithoutTree | undefined {
  const start = treeStart(text);
  const known = start === -1 ? undefined : recall(memo, text, start);
  if (known === undefined || text.includes(MARKER_ESCAPE)) return undefined;
  const rest = `${text.slice(0, start)}"${MARKER_ESCAPE}"${text.slice(start + known.text.length)}`;
  return { rest, location: known.location };
}

/** Puts the tree back into what the rest parsed to; `undefined` when it did not stand in a payload. */
export function putTreeBack(value: unknown, location: JsonObject): JsonObject | undefined {
  const holder = isObject(value) ? payloadWith(value, (found) => found === MARKER) : undefined;
  if (holder === undefined) return undefined;
  holder.location = location;
  return value as JsonObject;
}

/** Remembers the tree of an event that was parsed whole, and is known to nest no deeper than is accepted. */
export function learnTree(text: string, value: unknown, memo: LocationMemo): void {
  const start = treeStart(text);
  if (start === -1 || !isObject(value) || payloadWith(value, isObject) === undefined) return;
  const end = treeEnd(text, start);
  if (end === undefined) return;
  // Printed and parsed, not sliced: a slice keeps the whole record in memory.
  const tree = JSON.parse(JSON.stringify(text.slice(start, end))) as string;
  // Parsed on its own, not taken from the event: the event may hold two locations, and this is the first.
  remember(memo, { text: tree, location: JSON.parse(tree) as JsonObject });
}

function treeStart(text: string): number {
  const start = text.indexOf(OPENING);
  return start >= KEY.length && text.startsWith(KEY, start - KEY.length) ? start : -1;
}

/** Where the object at `start` ends; `undefined` when that is further than a tree is remembered. */
function treeEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  const stop = Math.min(text.length, start + MAX_TREE_CHARACTERS);
  for (let at = start; at < stop; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at + 1;
  }
  return undefined;
}

function payloadWith(event: JsonObject, asked: (location: unknown) => boolean): JsonObject | undefined {
  for (const name of Object.keys(event)) {
    const payload = event[name];
    if (isObject(payload) && asked(payload.location)) return payload;
  }
  return undefined;
}
