/**
 * Location trees already decoded, found again by their bytes. A hit needs every byte to be equal, so a memo can
 * never change a result; it only saves reading the same tree again. Values are shared: nobody may change one.
 */
import type { JsonObject } from "../event/event-record.ts";

interface Entry {
  readonly bytes: Uint8Array;
  /** A tree that was fine at depth 2 could be too deep at another; so only the same depth is a hit. */
  readonly depth: number;
  readonly location: JsonObject;
}

export type LocationMemo = Map<number, Entry>;

/** A large campus has a few thousand zones; past this the memo starts afresh. */
export const MAX_ENTRIES = 8_192;
/** The leaf's id comes first and tells the trees apart; the hash need not look further. */
export const HASHED_BYTES = 40;

export function newLocationMemo(): LocationMemo {
  return new Map();
}

export function recall(
  memo: LocationMemo,
  bytes: Uint8Array,
  start: number,
  end: number,
  depth: number,
): JsonObject | undefined {
  const entry = memo.get(hash(bytes, start, end));
  if (entry === undefined || entry.depth !== depth || entry.bytes.length !== end - start) return undefined;
  for (let index = 0; index < entry.bytes.length; index++)
    if (entry.bytes[index] !== bytes[start + index]) return undefined;
  return entry.location;
}

export function remember(
  memo: LocationMemo,
  bytes: Uint8Array,
  start: number,
  end: number,
  depth: number,
  location: JsonObject,
): void {
  if (memo.size >= MAX_ENTRIES) memo.clear();
  memo.set(hash(bytes, start, end), { bytes: bytes.slice(start, end), depth, location });
}

/** FNV-1a over the length and the first bytes. */
export function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5 ^ (end - start);
  const stop = Math.min(end, start + HASHED_BYTES);
  for (let at = start; at < stop; at++) value = Math.imul(value ^ (bytes[at] as number), 0x01000193);
  return value;
}
