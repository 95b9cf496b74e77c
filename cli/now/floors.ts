/** The floors of the tables and what is on each: found by the places that are known, read through the index by place. */
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { placeText } from "../../shared/state/key-text.ts";
import type { PlaceKey } from "../../shared/state/keys.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import type { TablesReader } from "../../shared/state/tables-reader.ts";

/** What the questions about now need of a cloud's reader. */
export type NowReader = Pick<TablesReader, "allPlaces" | "stateAt" | "stateOf" | "history">;

export interface Floor {
  readonly place: PlaceKey;
  readonly tenant: string;
  readonly building: string | null;
  readonly floor: string;
  /** At least one. */
  readonly items: readonly StateItem[];
}

/** Who was not heard of for this long may have left without a word. */
export const SEEN_WITHIN_MS = 15 * 60_000;

const READ_AT_ONCE = 8;

/** Floors, and places that are on none, at which anything was seen since the time; of one tenant, or of all. */
export async function floorsSeen(read: NowReader, seenSinceMs: number, tenant?: string): Promise<readonly Floor[]> {
  const places = new Map<string, PlaceKey>();
  for (const { tenant: owner, locationId, columns } of await read.allPlaces()) {
    if (tenant !== undefined && owner !== tenant) continue;
    const place = { tenant: owner, id: columns.floor_id ?? locationId };
    places.set(placeText(place), place);
  }
  const floors: Floor[] = [];
  await forEachConcurrently([...places.values()], READ_AT_ONCE, async (place) => {
    const items = await read.stateAt(place, seenSinceMs);
    const [named] = items;
    if (named !== undefined) floors.push({ place, ...namesOf(named), items });
  });
  return floors;
}

function namesOf({ row, key }: StateItem): Pick<Floor, "tenant" | "building" | "floor"> {
  return {
    tenant: row.tenant_name ?? key.subject.tenant ?? "",
    building: row.building_name ?? null,
    floor: row.floor_name ?? row.floor_id ?? row.location_name ?? row.location_id ?? "",
  };
}
