/** A floor as the page shows it, of what the tables hold of it. */
import { zonesOf } from "../../../cli/now/busiest-zones.ts";
import { SEEN_WITHIN_MS } from "../../../cli/now/floors.ts";
import type { PlaceKey } from "../../../shared/state/keys.ts";
import { PLACE_LABEL } from "../../../shared/state/place-facts.ts";
import type { FloorAnswer } from "../../api.ts";
import type { FloorItems } from "./floor-items.ts";
import type { MapFacts } from "./map-facts.ts";
import { roomsOf } from "./rooms.ts";
import { subjectsOf } from "./subjects.ts";

export interface KnownFloor {
  readonly place: PlaceKey;
  readonly names: FloorAnswer["names"];
}

export function floorAnswer({ place, names }: KnownFloor, { atMs, items }: FloorItems, map?: MapFacts): FloorAnswer {
  const timeZone = items.map(({ row }) => row.labels?.[PLACE_LABEL]).find((zone) => zone !== undefined);
  return {
    atMs,
    place: { id: place.id, ...(place.tenant !== undefined && { tenant: place.tenant }) },
    names,
    ...(timeZone !== undefined && { timeZone }),
    ...(map !== undefined && { map }),
    subjects: subjectsOf(items),
    zones: zonesOf(items, atMs - SEEN_WITHIN_MS).toSorted((a, b) => b.devices - a.devices || (a.id < b.id ? -1 : 1)),
    rooms: roomsOf(items),
  };
}
