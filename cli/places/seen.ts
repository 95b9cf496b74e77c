/** The locations and maps that events told of, as the tables have them: what Cisco can be asked for. */
import type { PlaceFacts } from "../../shared/state/place-facts.ts";

/** A customer, under both names: ours to key by, the partner's to ask with. */
interface SeenTenant {
  readonly tenant: string | undefined;
  readonly tenantName: string | undefined;
  readonly partnerTenantId: string;
}

export interface SeenLocation extends SeenTenant {
  readonly id: string;
  /** The map its events' coordinates refer to. */
  readonly mapId: string | undefined;
}

export interface SeenMap extends SeenTenant {
  readonly id: string;
}

export interface Seen {
  readonly locations: readonly SeenLocation[];
  readonly maps: readonly SeenMap[];
  /** Places that cannot be asked for: their events name no partner's tenant. */
  readonly nameless: number;
}

/** Each once; a place's ancestors are places, too. */
export function seenOf(places: readonly PlaceFacts[]): Seen {
  const locations = new Map<string, SeenLocation>();
  const maps = new Map<string, SeenMap>();
  const nameless = new Set<string>();
  for (const { tenant, locationId, columns } of places) {
    const { partner_tenant_id: partnerTenantId, map_id: mapId, location_path: path = locationId } = columns;
    if (partnerTenantId === undefined) {
      nameless.add(JSON.stringify([tenant, locationId]));
      continue;
    }
    const of = { tenant, tenantName: columns.tenant_name, partnerTenantId };
    for (const id of new Set([locationId, ...path.split("/")])) {
      const key = JSON.stringify([tenant, partnerTenantId, id]);
      const own = id === locationId ? mapId : undefined;
      locations.set(key, { ...of, id, mapId: own ?? locations.get(key)?.mapId });
    }
    if (mapId !== undefined) maps.set(JSON.stringify([tenant, partnerTenantId, mapId]), { ...of, id: mapId });
  }
  return { locations: [...locations.values()], maps: [...maps.values()], nameless: nameless.size };
}
