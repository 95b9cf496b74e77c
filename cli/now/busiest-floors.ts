/** How busy is each floor now: who is there by the index, and what the counters there say. */
import type { QueryResult } from "../../shared/lake/query-result.ts";
import { subjectText } from "../../shared/state/keys.ts";
import { presentOf } from "../../shared/state/present.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { type Floor, floorsSeen, type NowReader, SEEN_WITHIN_MS } from "./floors.ts";

/** Sensors and cameras that have nothing new to say report rarely. */
export const COUNTERS_WITHIN_MS = 86_400_000;

export interface BusyFloor extends Floor {
  readonly devices: number;
  readonly users: number;
  /** `null` where there is no camera. */
  readonly peopleSeenByCameras: number | null;
  readonly sensors: number;
}

/** The busiest first. */
export async function busiestFloors(read: NowReader, atMs: number, tenant?: string): Promise<readonly BusyFloor[]> {
  return busyFloors(await floorsSeen(read, atMs - COUNTERS_WITHIN_MS, tenant), atMs);
}

/** Of what was seen there within the day. */
export function busyFloors(floors: readonly Floor[], atMs: number): readonly BusyFloor[] {
  return floors
    .map((floor): BusyFloor => {
      const present = presentOf(floor.items, atMs - SEEN_WITHIN_MS);
      const ofKind = (kind: string) => present.filter(({ key }) => key.subject.kind === kind).length;
      const sensors = floor.items.filter(({ key }) => key.subject.kind === "sensor");
      return {
        ...floor,
        devices: ofKind("device"),
        users: ofKind("user"),
        peopleSeenByCameras: seenByCameras(floor.items),
        sensors: new Set(sensors.map(({ key }) => subjectText(key.subject))).size,
      };
    })
    .sort((a, b) => b.devices - a.devices || b.users - a.users || (a.place.id < b.place.id ? -1 : 1));
}

export function floorsResult(floors: readonly BusyFloor[]): QueryResult {
  return {
    columns: ["tenant", "building", "floor", "devices", "users", "people_seen_by_cameras", "sensors"],
    rows: floors.map(({ tenant, building, floor, devices, users, peopleSeenByCameras, sensors }) => [
      tenant,
      building,
      floor,
      devices,
      users,
      peopleSeenByCameras,
      sensors,
    ]),
  };
}

function seenByCameras(items: readonly StateItem[]): number | null {
  const cameras = items.filter(({ key }) => key.subject.kind === "camera" && key.aspect === "count");
  return cameras.length === 0 ? null : cameras.reduce((total, { row }) => total + (row.people_count ?? 0), 0);
}
