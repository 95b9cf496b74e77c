/** Where one is, as text after `#`: `#/events?types=DEVICE_LOCATION_UPDATE`. */

export interface Address {
  /** Of `pages`; empty where the address names none. */
  readonly page: string;
  readonly params: Params;
}

export type Params = Readonly<Record<string, string>>;

/** Takes whatever stands there: a parameter said twice counts once, the last. */
export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = splitOnce(hash.replace(/^#?\/?/, ""), "?");
  return { page: path.replace(/\/$/, ""), params: Object.fromEntries(new URLSearchParams(query)) };
}

/** Parameters that are empty are left out: they say no more than their absence. */
export function formatAddress({ page, params }: Address): string {
  const query = formatQuery(params);
  return `#/${page}${query === "" ? "" : `?${query}`}`;
}

export function formatQuery(params: Readonly<Record<string, string | undefined>>): string {
  const said = Object.entries(params).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  // Commas and colons may stand in a fragment and in a query (RFC 3986, section 3.4), and read better than %2C.
  return new URLSearchParams(said).toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function splitOnce(text: string, at: string): readonly string[] {
  const place = text.indexOf(at);
  return place === -1 ? [text] : [text.slice(0, place), text.slice(place + at.length)];
}
