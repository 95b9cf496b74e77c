/**
 * Location trees in JSON, parsed once. A tree is a third of an event or more, and most events share a handful of them:
 * where a tree's bytes are ones already seen (compared whole), the rest is decoded and parsed without it and the tree
 * put back.
 */
import { isObject, type JsonObject } from "../event/event-record.ts";
import type { Codec } from "../ports.ts";
import { HASHED_BYTES, hash, MAX_ENTRIES } from "./location-memo.ts";

interface Entry {
  readonly bytes: Uint8Array;
  readonly location: JsonObject;
}

export interface JsonLocationMemo {
  /** By a hash of what a tree begins with: the id of the leaf tells it from others. */
  readonly trees: Map<number, Entry>;
  /** Where the rest of an event is put together; grows with the largest. */
  rest: Uint8Array;
}

/** An event whose tree is known: the rest of it is text with a marker for the tree. */
export interface WithoutTree {
  /** `undefined` when it is not UTF-8. */
  readonly text: string | undefined;
  readonly location: JsonObject;
}

const QUOTE = 0x22;
const KEY = '"location":';
const MARKER = "@location-tree@";
/** A tree as far as its id: `"location":{"locationId":"…"`. The quotes are not escaped: it cannot be inside a string. */
const OPENING = asciiBytes(`${KEY}{"locationId":"`);
const REPLACEMENT = asciiBytes(`${KEY}"${MARKER}"`);

export function newJsonLocationMemo(): JsonLocationMemo {
  return { trees: new Map(), rest: new Uint8Array(0) };
}

/** The event without its tree; `undefined` when it has none, or one not seen before. */
export function withoutKnownTree(bytes: Uint8Array, codec: Codec, memo: JsonLocationMemo): WithoutTree | undefined {
  const opening = codec.find(bytes, OPENING);
  if (opening === -1) return undefined;
  const start = opening + KEY.length;
  const known = memo.trees.get(treeHash(bytes, start));
  if (known === undefined || !codec.holds(bytes, start, known.bytes)) return undefined;
  const end = start + known.bytes.length;
  const resumeAt = opening + REPLACEMENT.length;
  const length = resumeAt + bytes.length - end;
  if (memo.rest.length < length) memo.rest = new Uint8Array(2 * length);
  codec.copy(bytes, 0, opening, memo.rest, 0);
  memo.rest.set(REPLACEMENT, opening);
  codec.copy(bytes, end, bytes.length, memo.rest, resumeAt);
  return { text: codec.utf8(memo.rest, 0, length), location: known.location };
}

/** Puts the tree back into what the rest parsed to; `undefined` when its place cannot be told. */
export function putTreeBack(value: unknown, location: JsonObject): JsonObject | undefined {
  const holder = isObject(value) ? holderOf(value, (found) => found === MARKER) : undefined;
  if (holder === undefined) return undefined;
  holder.location = location;
  return value as JsonObject;
}

/** Remembers the tree of an event that was parsed whole, and is known to nest no deeper than is accepted. */
export function learnTree(bytes: Uint8Array, value: unknown, codec: Codec, memo: JsonLocationMemo): void {
  const opening = codec.find(bytes, OPENING);
  if (opening === -1 || !isObject(value) || holderOf(value, isObject) === undefined) return;
  const start = opening + KEY.length;
  const end = treeEnd(bytes, start);
  const tree = end === undefined ? undefined : codec.utf8(bytes, start, end);
  if (tree === undefined) return;
  // Parsed on its own, not taken from the event: the event may hold two locations, and this is the first.
  const location = JSON.parse(tree) as JsonObject;
  if (memo.trees.size >= MAX_ENTRIES) memo.trees.clear();
  memo.trees.set(treeHash(bytes, start), { bytes: bytes.slice(start, end), location });
}

/** Where the object at `start` ends. Braces and quotes are single bytes in UTF-8, and part of no other character. */
function treeEnd(bytes: Uint8Array, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b) depth++;
    else if (byte === 0x7d && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Of its first bytes alone: where it ends is not known yet. */
function treeHash(bytes: Uint8Array, start: number): number {
  return hash(bytes, start, Math.min(bytes.length, start + HASHED_BYTES));
}

/** The one payload whose `location` is as asked; two of them (an event can hold the marker, too) cannot be told apart. */
function holderOf(event: JsonObject, asked: (location: unknown) => boolean): JsonObject | undefined {
  let holder: JsonObject | undefined;
  for (const name of Object.keys(event)) {
    const payload = event[name];
    if (!isObject(payload) || !asked(payload.location)) continue;
    if (holder !== undefined) return undefined;
    holder = payload;
  }
  return holder;
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
