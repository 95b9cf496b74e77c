/** A map's size and picture, as `places sync` brought them. */

import { mapKey } from "../../../cli/places/object-keys.ts";
import type { GetObject } from "../../../cli/stage/objects.ts";
import { isObject } from "../../../shared/event/event-record.ts";
import { newShared, type Shared } from "../shared-answer.ts";

interface MapId {
  readonly tenant: string | undefined;
  readonly id: string;
}

export interface MapFacts {
  readonly widthFt: number;
  readonly lengthFt: number;
  readonly picture: boolean;
}

interface Picture {
  readonly bytes: Buffer;
  readonly type: string;
}

export interface Maps {
  /** `undefined` where nothing was brought, or what was says no size. */
  facts(map: MapId): Promise<MapFacts | undefined>;
  picture(map: MapId): Promise<Picture | undefined>;
}

const types = { ".png": "image/png", ".jpg": "image/jpeg" } as const;

/** A sync is seen so much later. */
const KEPT_MS = 60_000;

export function mapsIn(get: GetObject): Maps {
  const known = new Map<string, Shared<MapFacts | undefined>>();

  async function picture(map: MapId): Promise<Picture | undefined> {
    for (const [ending, type] of Object.entries(types)) {
      const bytes = await get(`${mapKey(map)}${ending}`);
      if (bytes !== undefined) return { bytes, type };
    }
    return undefined;
  }
  async function factsOf(map: MapId): Promise<MapFacts | undefined> {
    const size = sizeOf(await get(`${mapKey(map)}.json`));
    return size && { ...size, picture: (await picture(map)) !== undefined };
  }

  return {
    facts(map) {
      const key = mapKey(map);
      const shared = known.get(key) ?? newShared(() => factsOf(map), KEPT_MS);
      known.set(key, shared);
      return shared();
    },
    picture,
  };
}

/** `dimension` is in feet. */
function sizeOf(bytes: Buffer | undefined): { readonly widthFt: number; readonly lengthFt: number } | undefined {
  if (bytes === undefined) return undefined;
  try {
    const info: unknown = JSON.parse(bytes.toString());
    const { width, length } = (isObject(info) && isObject(info.dimension) ? info.dimension : {}) as {
      readonly width?: unknown;
      readonly length?: unknown;
    };
    return isSize(width) && isSize(length) ? { widthFt: width, lengthFt: length } : undefined;
  } catch {
    return undefined;
  }
}

function isSize(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
