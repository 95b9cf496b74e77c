/** Which zones are the busiest now. The index knows floors; the zone is in the items found on them. */
import type { QueryResult } from "../../shared/lake/query-result.ts";
import { presentOf } from "../../shared/state/present.ts";
import type { StateItem } from "../../shared/state/state-item.ts";
import { floorsSeen, type NowReader, SEEN_WITHIN_MS } from "./floors.ts";

/** By zone (else leaf location), the busiest first; a device and its user are counted apart. */
export async function busiestZones(read: NowReader, atMs: number, tenant?: string): Promise<QueryResult> {
  const sinceMs = atMs - SEEN_WITHIN_MS;
  const floors = await floorsSeen(read, sinceMs, tenant);
  const rows = floors.flatMap((floor) =>
    zonesOf(floor.items, sinceMs).map(
      ({ id, name, devices, users }) => [floor.tenant, floor.building, floor.floor, name, id, devices, users] as const,
    ),
  );
  return {
    columns: ["tenant", "building", "floor", "zone", "zone_id", "devices", "users"],
    rows: rows.sort((a, b) => b[5] - a[5] || b[6] - a[6] || (a[4] < b[4] ? -1 : 1)),
  };
}

export interface Zone {
  readonly id: string;
  readonly name: string;
  readonly devices: number;
  readonly users: number;
}

/** Of one floor, as far as somebody is there. */
export function zonesOf(items: readonly StateItem[], sinceMs: number): readonly Zone[] {
  return [...Map.groupBy(presentOf(items, sinceMs), zoneOf)].map(([id, present]) => {
    const ofKind = (kind: string) => present.filter(({ key }) => key.subject.kind === kind).length;
    const name = present[0]?.row.zone_name ?? present[0]?.row.location_name ?? id;
    return { id, name, devices: ofKind("device"), users: ofKind("user") };
  });
}

function zoneOf({ row }: StateItem): string {
  return row.zone_id ?? row.location_id ?? "";
}
