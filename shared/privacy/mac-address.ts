/** MAC addresses (EUI-48) and EUI-64, in every spelling that is in use. */

const PAIRS = /^[0-9a-f]{2}(?:[:\- ][0-9a-f]{2}){5,7}$/i;
const QUADS = /^[0-9a-f]{4}(?:[.:-][0-9a-f]{4}){2,3}$/i;
const HALVES = /^[0-9a-f]{6}-[0-9a-f]{6}$/i;
const PREFIXED = /^0x[0-9a-f]{12}(?:[0-9a-f]{4})?$/i;
const BARE = /^[0-9a-f]{12}(?:[0-9a-f]{4})?$/i;

/**
 * In a text: six to eight pairs, or three or four groups of four with dots. A longer row of pairs is a fingerprint or a
 * radio's payload. `%3A` is how a URL writes a colon. Bounded at each place it can begin, so linear.
 */
const IN_TEXT =
  /(?<=^|[^0-9a-z]|%[0-9a-f]{2})(?<!(?<![0-9a-z])[0-9a-f]{2}[:-])(?:[0-9a-f]{2}(?:(?:[:-]|%3a)[0-9a-f]{2}){5,7}|[0-9a-f]{4}(?:\.[0-9a-f]{4}){2,3})(?![0-9a-z]|[:-][0-9a-f]{2}(?![0-9a-z]))/gi;

/** With separators or `0x`: `02:00:5e:00:00:01`, `02-00-…`, `02 00 …`, `0200.5e00.0001`, `02005e-000001`, `0x02005e000001`. */
export function isMacAddress(value: string): boolean {
  switch (value.length) {
    case 17:
    case 20:
    case 23:
      return PAIRS.test(value);
    case 19:
      return QUADS.test(value);
    case 14:
      return QUADS.test(value) || PREFIXED.test(value);
    case 18:
      return PREFIXED.test(value);
    case 13:
      return HALVES.test(value);
    default:
      return false;
  }
}

/** Twelve or sixteen hexadecimal digits: a MAC address where a device's id stands, any number elsewhere. */
export function isBareMacAddress(value: string): boolean {
  return (value.length === 12 || value.length === 16) && BARE.test(value);
}

/** `02:00:5e:00:00:01`, however it was written; `undefined` for what is no MAC address. */
export function canonicalMacAddress(value: string): string | undefined {
  if (!isMacAddress(value) && !isBareMacAddress(value) && !value.includes("%")) return undefined;
  const digits = value
    .toLowerCase()
    .replace(/^0x/, "")
    .replace(/%3a|[:.\- ]/g, "");
  return /^(?:[0-9a-f]{2}){6,8}$/.test(digits) ? digits.match(/../g)?.join(":") : undefined;
}

export function replaceMacAddresses(text: string, replace: (address: string) => string): string {
  return text.replace(IN_TEXT, replace);
}

export function holdsMacAddress(text: string): boolean {
  return text.search(IN_TEXT) !== -1;
}
