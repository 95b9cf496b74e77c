/** The locations and maps that events tell of: what the supporting APIs can be asked for. */
import { isObject, type JsonObject } from "../../../shared/event/event-record.ts";
import type { SpacesEvent } from "../event.ts";

interface ApiLocation {
  readonly partnerTenantId: string;
  readonly location: JsonObject;
  readonly locationDetails: JsonObject;
}

interface ApiMap {
  readonly partnerTenantId: string;
  readonly mapId: string;
}

export interface KnownApiPlaces {
  learn(event: SpacesEvent): void;
  location(id: string): ApiLocation | undefined;
  map(id: string): ApiMap | undefined;
}

export function knownApiPlaces(): KnownApiPlaces {
  const locations = new Map<string, ApiLocation>();
  const maps = new Map<string, ApiMap>();
  const zones = new Map<string, string>();
  return {
    learn(event) {
      const { partnerTenantId } = event;
      for (const payload of Object.values(event)) {
        if (!isObject(payload)) continue;
        const zone = [
          payload.timeZone,
          isObject(payload.locationDetails) ? payload.locationDetails.timeZone : undefined,
        ];
        for (const name of zone) if (typeof name === "string" && name !== "") zones.set(partnerTenantId, name);
        if (typeof payload.mapId === "string" && payload.mapId !== "")
          maps.set(payload.mapId, { partnerTenantId, mapId: payload.mapId });
        for (let level = payload.location; isObject(level); level = level.parent)
          if (typeof level.locationId === "string" && !locations.has(level.locationId))
            locations.set(level.locationId, { partnerTenantId, location: level, locationDetails: {} });
      }
    },
    location(id) {
      const known = locations.get(id);
      if (known === undefined) return undefined;
      const timeZone = zones.get(known.partnerTenantId) ?? "";
      const details = {
        timeZone,
        city: "",
        state: "",
        country: "",
        category: "",
        metadata: [],
        latitude: 0,
        longitude: 0,
      };
      return { ...known, locationDetails: details };
    },
    map: (id) => maps.get(id),
  };
}
