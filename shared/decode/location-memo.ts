/**
 * Location trees already decoded, found again by their text (protobuf's bytes as latin-1). A hit needs every character to
 * be equal, so a memo can never change a result; it only saves reading the same tree again. Values are shared: nobody
 * may change one.
 */
import type { JsonObject } from "../event/event-record.ts";

export interface KnownTree {
  readonly text: string;
  readonly location: JsonObject;
}

export interface LocationMemo {
  /** By a hash of what a tree begins with: the id of the leaf tells it from others. */
  readonly trees: Map<number, KnownTree>;
  characters: number;
}

/** A tree is a few hundred characters to a thousand; one of this size is not a place, and is read every time. */
export const MAX_TREE_CHARACTERS = 16_384;
/** Some 5,000 zones, a large campus. Their objects take two or three times this; past it the memo starts afresh. */
const MAX_CHARACTERS = 4 * 1_048_576;
const MAX_TREES = 8_192;
/** The leaf's id comes first; the hash need not look further. A tree with less in it is as quickly read as found. */
const HASHED_CHARACTERS = 40;

export function newLocationMemo(): LocationMemo {
  return { trees: new Map(), characters: 0 };
}

/** The tree that stands at `start` of `text`; where it ends is known from it. */
export function recall(memo: LocationMemo, text: string, start: number): KnownTree | undefined {
  const known = memo.trees.get(hash(text, start));
  if (known === undefined) return undefined;
  return text.slice(start, start + known.text.length) === known.text ? known : undefined;
}

/** `tree.text` must not be a slice: it would keep the whole record in memory. */
export function remember(memo: LocationMemo, tree: KnownTree): void {
  const { length } = tree.text;
  if (length < HASHED_CHARACTERS || length > MAX_TREE_CHARACTERS) return;
  const key = hash(tree.text, 0);
  if (memo.trees.size >= MAX_TREES || memo.characters + length > MAX_CHARACTERS) {
    memo.trees.clear();
    memo.characters = 0;
  }
  memo.characters += length - (memo.trees.get(key)?.text.length ?? 0);
  memo.trees.set(key, tree);
}

/** FNV-1a of the first characters. */
function hash(text: string, start: number): number {
  let value = 0x811c9dc5;
  const stop = Math.min(text.length, start + HASHED_CHARACTERS);
  for (let at = start; at < stop; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value;
}
