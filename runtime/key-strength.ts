/**
 * Whether a key of pseudonyms can be guessed. A MAC address has 48 bits, so the key is all that keeps a pseudonym from
 * being tried out, and the key's id in every pseudonym tells a right guess at once.
 */

/** Of letters and digits: 190 bits if they are random. */
const LEAST_CHARACTERS = 32;
/** 32 random hexadecimal digits have fewer than ten different ones once in 10,000 keys, 32 letters and digits never; "aaaa…" and "abcabc…" always. */
const LEAST_DIFFERENT = 10;

export const KEY_ADVICE = "give it the output of `openssl rand -base64 32`";

/** What is wrong with a key, as the rest of a sentence; `undefined` for a key that will do. */
export function weaknessOf(key: string): string | undefined {
  if (key.startsWith("{")) return "holds a JSON object where the key's text alone should be";
  if (/\s/.test(key)) return "holds a key with blanks in it, like a phrase that can be guessed";
  if (key.length < LEAST_CHARACTERS) return `holds a key of less than ${LEAST_CHARACTERS} characters`;
  if (new Set(key).size < LEAST_DIFFERENT) return `holds a key of less than ${LEAST_DIFFERENT} different characters`;
  return undefined;
}
