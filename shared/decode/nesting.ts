/** Depth is capped before anything recursive touches a value: JSON.stringify gives up at about 5,000 levels. */

export const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether JSON text nests deeper than 64. Text with fewer than 65 openers cannot, and counting those is a native
 * search; only past that is the text walked, with strings skipped.
 */
export function nestsTooDeep(text: string): boolean {
  let openers = countUpTo(text, "{", MAX_DEPTH + 1);
  if (openers <= MAX_DEPTH) openers += countUpTo(text, "[", MAX_DEPTH + 1 - openers);
  return openers > MAX_DEPTH && deepest(text) > MAX_DEPTH;
}

function countUpTo(text: string, character: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1 && count < most; at = text.indexOf(character, at + 1)) count++;
  return count;
}

function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === 0x7b || code === 0x5b) most = Math.max(most, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return most;
}
