/** Where everything happens: campuses of two or three buildings, their floors, and the zones a floor is divided into. */
import type { Tenant } from "./event.ts";
import { type Ids, idsFrom } from "./ids.ts";
import type { Random } from "./random.ts";

/** A location as events carry it: the leaf first, then `parent` up to the root. */
export interface LocationNode {
  readonly locationId: string;
  readonly name: string;
  readonly inferredLocationTypes: readonly string[];
  readonly parent?: LocationNode;
  readonly sourceLocationId: string;
  readonly floorNumber?: number;
  readonly apCount: number;
}

/** Who is in a zone now; the one truth that every kind of count is read from. */
export interface Headcount {
  activeDevices: number;
  inactiveDevices: number;
  activeKnownUsers: number;
  activeUnknownUsers: number;
  inactiveKnownUsers: number;
  inactiveUnknownUsers: number;
}

export type ZoneKind = "lobby" | "open-space" | "meeting-room" | "cafe" | "quiet-area";

export interface Zone {
  readonly kind: ZoneKind;
  readonly location: LocationNode;
  readonly floor: Floor;
  readonly area: Area;
  readonly spaceId: string;
  readonly headcount: Headcount;
  /** Most people at once since it was last reported. */
  peakPeople: number;
}

export interface Floor {
  readonly location: LocationNode;
  readonly building: Building;
  readonly mapId: string;
  readonly zones: readonly Zone[];
  /** MAC addresses. */
  readonly accessPoints: readonly string[];
}

export interface Building {
  readonly tenant: Tenant;
  readonly location: LocationNode;
  readonly floors: readonly Floor[];
  /** The buildings people walk to from here, itself among them. */
  readonly campus: readonly Building[];
  /** Of the map's origin; absent where the maps are not geo-referenced. */
  readonly origin: { readonly latitude: number; readonly longitude: number } | undefined;
}

/** Feet from the map's origin. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Area extends Point {
  readonly width: number;
  readonly depth: number;
}

export const FLOOR_WIDTH_FEET = 240;
export const FLOOR_DEPTH_FEET = 120;
/** Of every floor. */
export const zonesOfFloor: readonly { kind: ZoneKind; name: string; area: Area; aps: number }[] = [
  { kind: "lobby", name: "Lobby", area: { x: 0, y: 0, width: 60, depth: 120 }, aps: 3 },
  { kind: "open-space", name: "Open space", area: { x: 60, y: 0, width: 120, depth: 70 }, aps: 5 },
  { kind: "meeting-room", name: "Meeting room", area: { x: 180, y: 0, width: 60, depth: 70 }, aps: 2 },
  { kind: "cafe", name: "Café", area: { x: 60, y: 70, width: 90, depth: 50 }, aps: 3 },
  { kind: "quiet-area", name: "Quiet area", area: { x: 150, y: 70, width: 90, depth: 50 }, aps: 2 },
];
const APS_PER_FLOOR = zonesOfFloor.reduce((sum, { aps }) => sum + aps, 0);
const MOST_FLOORS = 4;
const MOST_BUILDINGS = 3;

/** Where people change floors. */
export const lift: Point = { x: 30, y: 60 };

/** At least two buildings, and as many as `floors` need; every three are a campus. */
export function buildSites(tenant: Tenant, floors: number, random: Random): readonly Building[] {
  const ids = idsFrom(random);
  const root = node(ids, tenant.name, ["ROOT"], undefined, floors * APS_PER_FLOOR, "");
  const cmx = node(ids, "On-premises maps", ["CMX"], root, floors * APS_PER_FLOOR);
  const buildings: Building[] = [];
  let campus: Building[] = [];
  let left = Math.max(floors, 2);
  while (left > 0) {
    const number = buildings.length + 1;
    const isFirst = (number - 1) % MOST_BUILDINGS === 0;
    if (isFirst) campus = [];
    const site = isFirst
      ? node(ids, `Campus ${Math.ceil(number / MOST_BUILDINGS)}`, ["CAMPUS"], cmx, MOST_BUILDINGS * APS_PER_FLOOR)
      : (campus[0]?.location.parent as LocationNode);
    const storeys = number === 1 ? Math.min(left - 1, 3) : Math.min(left, MOST_FLOORS);
    const building = raise({ ids, random, tenant, site, campus, number, storeys });
    campus.push(building);
    buildings.push(building);
    left -= storeys;
  }
  return buildings;
}

interface Plot {
  readonly ids: Ids;
  readonly random: Random;
  readonly tenant: Tenant;
  readonly site: LocationNode;
  readonly campus: readonly Building[];
  readonly number: number;
  readonly storeys: number;
}

function raise({ ids, random, tenant, site, campus, number, storeys }: Plot): Building {
  const location = node(ids, `Building ${number}`, ["NETWORK", "BUILDING"], site, storeys * APS_PER_FLOOR);
  const floors: Floor[] = [];
  const origin = random.chance(0.7)
    ? { latitude: random.between(33.4, 33.5), longitude: -random.between(112, 112.1) }
    : undefined;
  const building: Building = { tenant, location, floors, campus, origin };
  for (let storey = 1; storey <= storeys; storey++) {
    const floorLocation: LocationNode = {
      ...node(ids, `Floor ${storey}`, ["FLOOR"], location, APS_PER_FLOOR),
      floorNumber: storey,
    };
    const zones: Zone[] = [];
    const accessPoints = Array.from({ length: APS_PER_FLOOR }, () => ids.macAddress());
    const floor: Floor = { location: floorLocation, building, mapId: ids.map(), zones, accessPoints };
    for (const { kind, name, area, aps } of zonesOfFloor) {
      const zoneLocation = node(ids, name, ["ZONE"], floorLocation, aps);
      const spaceId = ids.space();
      zones.push({ kind, location: zoneLocation, floor, area, spaceId, headcount: nobody(), peakPeople: 0 });
    }
    floors.push(floor);
  }
  return building;
}

function node(
  ids: Ids,
  name: string,
  inferredLocationTypes: readonly string[],
  parent: LocationNode | undefined,
  apCount: number,
  sourceLocationId = ids.sourceLocation(),
): LocationNode {
  const locationId = ids.location();
  return { locationId, name, inferredLocationTypes, ...(parent && { parent }), sourceLocationId, apCount };
}

function nobody(): Headcount {
  return {
    activeDevices: 0,
    inactiveDevices: 0,
    activeKnownUsers: 0,
    activeUnknownUsers: 0,
    inactiveKnownUsers: 0,
    inactiveUnknownUsers: 0,
  };
}

export function zoneOfKind(floor: Floor, kind: ZoneKind): Zone {
  return floor.zones.find((zone) => zone.kind === kind) as Zone;
}

export function isOnFloor({ x, y }: Point): boolean {
  return x >= 0 && x <= FLOOR_WIDTH_FEET && y >= 0 && y <= FLOOR_DEPTH_FEET;
}

/** The zone under a point; points outside the floor belong to the nearest one. */
export function zoneAt(floor: Floor, { x, y }: Point): Zone {
  const insideX = Math.min(Math.max(x, 0), FLOOR_WIDTH_FEET - 0.01);
  const insideY = Math.min(Math.max(y, 0), FLOOR_DEPTH_FEET - 0.01);
  return floor.zones.find(
    ({ area }) =>
      insideX >= area.x && insideX < area.x + area.width && insideY >= area.y && insideY < area.y + area.depth,
  ) as Zone;
}

/** Any place in the zone, a little off its walls. */
export function pointIn({ area }: Zone, random: Random): Point {
  return {
    x: random.between(area.x + 2, area.x + area.width - 2),
    y: random.between(area.y + 2, area.y + area.depth - 2),
  };
}
