/** E-mail addresses by their form. No pattern that could be led to try again and again: a value of an event is a stranger's. */

/** RFC 5321: 64 octets, `@`, and no more than 254 in all. */
const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;

const BLANK = /\s/;
/** What ends an address within a text. */
const NOT_LOCAL = new Set("% \t\r\n\u00a0<>()[],;:\"'=@/?&");
const NOT_DOMAIN = new Set(" \t\r\n\u00a0<>()[],;:\"'=@/?&%#|\\{}!*+$");

export function isEmailAddress(value: string): boolean {
  if (value.length > LONGEST) return false;
  const at = value.indexOf("@");
  return at > 0 && at === value.lastIndexOf("@") && !BLANK.test(value) && hasInnerDot(value, at + 1, value.length);
}

/** A dot with something before and after it. */
function hasInnerDot(text: string, from: number, to: number): boolean {
  for (let index = from + 1; index < to - 1; index++) if (text.charCodeAt(index) === 0x2e) return true;
  return false;
}

interface Found {
  readonly start: number;
  readonly end: number;
}

/** The addresses in a text (`Ada <ada@example.com>`), in order. `sign` is `@`, or `%40` where the text is a URL. */
export function emailAddressesIn(text: string, sign: string, most = Number.POSITIVE_INFINITY): readonly Found[] {
  const found: Found[] = [];
  let from = 0;
  for (let at = text.indexOf(sign); at !== -1 && found.length < most; at = text.indexOf(sign, at + 1)) {
    const start = localPartStart(text, at, from);
    const end = domainEnd(text, at + sign.length);
    if (start === at || !hasInnerDot(text, at + sign.length, end)) continue;
    found.push({ start, end });
    from = end;
  }
  return found;
}

export function holdsEmailAddress(text: string): boolean {
  return emailAddressesIn(text, "@", 1).length > 0 || emailAddressesIn(text, "%40", 1).length > 0;
}

function localPartStart(text: string, at: number, from: number): number {
  const least = Math.max(from, at - LONGEST_LOCAL_PART);
  let start = at;
  while (start > least && !NOT_LOCAL.has(text.charAt(start - 1))) start--;
  return start;
}

function domainEnd(text: string, from: number): number {
  const most = Math.min(text.length, from + LONGEST);
  let end = from;
  while (end < most && !NOT_DOMAIN.has(text.charAt(end))) end++;
  while (end > from && text.charAt(end - 1) === ".") end--;
  return end;
}
