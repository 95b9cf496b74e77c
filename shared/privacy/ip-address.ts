/** IP addresses by their form, and the one spelling of each: RFC 5952 for version 6, its mapped version 4 as version 4. */

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** A longer text is no address: 45 characters, brackets, and a zone as in `fe80::1%eth0`. */
const LONGEST = 64;

/** Not part of a longer number, name or version (`v1.2.3.4`). Bounded at each place it can begin, so linear. */
const IPV4_IN_TEXT = /(?<![0-9a-z.])\d{1,3}(?:\.\d{1,3}){3}(?![0-9a-z]|\.\d)/gi;
const IPV6_IN_TEXT = /(?<![0-9a-z:.])(?=[0-9a-f]{0,4}:)[0-9a-f:]{2,39}(?:\.\d{1,3}){0,3}(?![0-9a-z:])/gi;

/** The address in its one spelling; `undefined` for what is none. Blanks do not matter. */
export function canonicalIpAddress(value: string): string | undefined {
  if (value.length > LONGEST) return undefined;
  const text = value.replace(/\s+/g, "");
  return text.includes(":") ? canonicalIpv6(text) : canonicalIpv4(text);
}

function canonicalIpv4(text: string): string | undefined {
  if (!IPV4.test(text)) return undefined;
  const bytes = text.split(".").map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes.join(".") : undefined;
}

function canonicalIpv6(text: string): string | undefined {
  if (!/[0-9a-f]/i.test(text)) return undefined;
  const groups = groupsOf(text.replace(/^\[|\]$|%.*$/g, ""));
  if (groups === undefined) return undefined;
  const [first, second] = groups.slice(6) as [number, number];
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [first >> 8, first & 0xff, second >> 8, second & 0xff].join(".");
  }
  return shortened(groups);
}

/** The eight groups; `undefined` where it is no address. */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [before, after] = halves.map(groupsOfHalf);
  if (before === undefined || (halves.length === 2 && after === undefined)) return undefined;
  if (after === undefined) return before.length === 8 ? before : undefined;
  const missing = 8 - before.length - after.length;
  return missing < 1 ? undefined : [...before, ...new Array<number>(missing).fill(0), ...after];
}

function groupsOfHalf(half: string): readonly number[] | undefined {
  if (half === "") return [];
  const groups: number[] = [];
  const parts = half.split(":");
  for (const [index, part] of parts.entries()) {
    const ipv4 = index === parts.length - 1 ? canonicalIpv4(part) : undefined;
    if (ipv4 !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = ipv4.split(".").map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The first of the longest rows of zeros, if it is longer than one, becomes `::`. */
function shortened(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(":");
  const rows = text.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const longest = rows.reduce((best, row) => (zeros(row) > zeros(best) ? row : best), "");
  if (longest === "") return text;
  const at = text.indexOf(longest);
  return `${text.slice(0, at)}::${text.slice(at + longest.length).replace(/^:/, "")}`;
}

function zeros(row: string): number {
  return row.split("0").length;
}

export function replaceIpAddresses(text: string, replace: (address: string) => string): string {
  return text
    .replace(IPV6_IN_TEXT, (found) => (canonicalIpAddress(found) === undefined ? found : replace(found)))
    .replace(IPV4_IN_TEXT, (found) => (canonicalIpAddress(found) === undefined ? found : replace(found)));
}

export function holdsIpAddress(text: string): boolean {
  return [IPV6_IN_TEXT, IPV4_IN_TEXT].some((pattern) => {
    for (const [found] of text.matchAll(pattern)) if (canonicalIpAddress(found) !== undefined) return true;
    return false;
  });
}
