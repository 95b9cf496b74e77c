/** What the objects are called. Ids are anybody's text: encoded, they cannot lead out of their folder. */

/** On this machine, unless another is named. */
export const PLACES_FOLDER = ".local/places";

interface Named {
  readonly tenant: string | undefined;
  readonly id: string;
}

/** No tenant's name is encoded so. */
const NO_TENANT = "%";

export function placeKey(place: Named): string {
  return `places/${nameOf(place)}.json`;
}

/** Without its ending. */
export function mapKey(map: Named): string {
  return `maps/${nameOf(map)}`;
}

function nameOf({ tenant, id }: Named): string {
  return `${tenant === undefined ? NO_TENANT : encoded(tenant)}/${encoded(id)}`;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(".", "%2E");
}
