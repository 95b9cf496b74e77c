/** Following JSON's brackets over bytes. Brackets and quotes are single bytes in UTF-8, and part of no other character. */
import { isSpace } from "./space.ts";

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Past the bracket that closes the one at `at`; `~position` when it is cut short: by the end, by a newline in a string, or
 * by a line that begins with a brace, which is the next event (what is printed over several lines is indented).
 */
export function closing(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  let inString = false;
  for (let here = at; here < end; here++) {
    const byte = bytes[here];
    if (inString) {
      if (byte === BACKSLASH) here++;
      else if (byte === QUOTE) inString = false;
      else if (byte === NEWLINE) return ~here;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (byte === 0x7b && depth > 0 && bytes[here - 1] === NEWLINE) return ~here;
      depth++;
    } else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return here + 1;
  }
  return ~end;
}

/** The newline that ends the line at `at`, or the end of the bytes. */
export function newline(bytes: Uint8Array, at: number): number {
  const found = bytes.indexOf(NEWLINE, at);
  return found === -1 ? bytes.length : found;
}

/** Past white space other than newlines, and past `others`. */
export function skip(bytes: Uint8Array, at: number, end: number, ...others: readonly number[]): number {
  let next = at;
  while (next < end) {
    const byte = bytes[next] as number;
    if ((!isSpace(byte) || byte === NEWLINE) && !others.includes(byte)) break;
    next++;
  }
  return next;
}
