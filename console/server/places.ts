/** The tree of the places that are known, with how busy each floor is: `spaces now floors`, and the floors without anybody. */
import { type BusyFloor, busyFloors, COUNTERS_WITHIN_MS } from "../../cli/now/busiest-floors.ts";
import { floorsSeen, type NowReader } from "../../cli/now/floors.ts";
import type { Row } from "../../shared/row.ts";
import { placeText } from "../../shared/state/key-text.ts";
import type { PlaceKey } from "../../shared/state/keys.ts";
import type { PlaceFacts } from "../../shared/state/place-facts.ts";
import type { FloorLine, PlacesAnswer } from "../api.ts";
import type { Clock } from "./clock.ts";

/** Names as the events there have them, else as the place said of itself. */
type Named = Pick<
  Row,
  | "tenant_name"
  | "campus_name"
  | "building_name"
  | "floor_id"
  | "floor_name"
  | "floor_number"
  | "location_name"
  | "location_id"
>;

interface KnownFloor {
  readonly place: PlaceKey;
  readonly named: Named;
  readonly busy?: BusyFloor;
}

export async function placesOf(read: NowReader, clock: Clock): Promise<PlacesAnswer> {
  const facts = await read.allPlaces();
  const seen = await floorsSeen({ ...read, allPlaces: async () => facts }, clock.sinceMs(COUNTERS_WITHIN_MS));
  for (const { items } of seen) clock.saw(items);
  const atMs = clock.nowMs();
  const floors = new Map<string, KnownFloor>();
  for (const known of facts) {
    const floor = floorOf(known);
    if (floor !== undefined) floors.set(placeText(floor.place), floor);
  }
  for (const busy of busyFloors(seen, atMs)) {
    const named = busy.items[0]?.row;
    // A building counts its devices, too; it is shown where somebody is in it and on no floor.
    if (named !== undefined && (named.floor_id !== undefined || isSeen(busy)))
      floors.set(placeText(busy.place), { place: busy.place, named, busy });
  }
  return { atMs, tenants: tenantsOf([...floors.values()]) };
}

function floorOf({ tenant, columns }: PlaceFacts): KnownFloor | undefined {
  if (columns.floor_id === undefined) return undefined;
  return { place: { tenant, id: columns.floor_id }, named: { ...columns, location_id: undefined } };
}

function isSeen({ devices, users, sensors, peopleSeenByCameras }: BusyFloor): boolean {
  return devices + users + sensors > 0 || peopleSeenByCameras !== null;
}

function tenantsOf(floors: readonly KnownFloor[]): PlacesAnswer["tenants"] {
  const tenants = [...Map.groupBy(floors, ({ place }) => place.tenant ?? null)].map(([id, own]) => {
    const name = own.find(({ named }) => named.tenant_name !== undefined)?.named.tenant_name ?? id ?? "no tenant";
    return { id, name, campuses: campusesOf(own) };
  });
  return tenants.sort(byName);
}

function campusesOf(floors: readonly KnownFloor[]) {
  const campuses = [...Map.groupBy(floors, ({ named }) => named.campus_name ?? null)].map(([name, own]) => ({
    name,
    buildings: buildingsOf(own),
  }));
  return campuses.sort(byName);
}

function buildingsOf(floors: readonly KnownFloor[]) {
  const buildings = [...Map.groupBy(floors, ({ named }) => named.building_name ?? null)].map(([name, own]) => ({
    name,
    floors: own.map(lineOf).sort((a, b) => (a.number ?? 0) - (b.number ?? 0) || byName(a, b)),
  }));
  return buildings.sort(byName);
}

function lineOf({ place, named, busy }: KnownFloor): FloorLine {
  const people = busy?.peopleSeenByCameras ?? undefined;
  return {
    id: place.id,
    name: named.floor_name ?? named.floor_id ?? named.location_name ?? place.id,
    number: named.floor_number ?? null,
    devices: busy?.devices ?? 0,
    users: busy?.users ?? 0,
    ...(people !== undefined && { people }),
    sensors: busy?.sensors ?? 0,
  };
}

/** Floor 10 after floor 9; what has no name is last. */
function byName(a: { readonly name: string | null }, b: { readonly name: string | null }): number {
  if (a.name === null || b.name === null) return Number(a.name === null) - Number(b.name === null);
  return a.name.localeCompare(b.name, "en", { numeric: true });
}
