/** The supporting APIs: a location, a map and its picture, or why not. */
import { createHash } from "node:crypto";
import { floorPlan, PLAN_HEIGHT, PLAN_WIDTH } from "./floor-plan.ts";
import type { KnownApiPlaces } from "./known-places.ts";

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Of every floor of the simulation. */
const DIMENSION_FEET = { length: 120, width: 240, height: 10, offsetX: 0, offsetY: 0 };

export function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { ...json({ status, message: "refused" }), status, headers };
}

/** Of a path below `/api/partners/v1/`. */
export function lookUp(
  path: string,
  partnerTenantId: string | null,
  etag: string | undefined,
  places: KnownApiPlaces,
): Answer {
  const [, section, encodedId = "", isImage] = /^(locations|maps)\/([^/]+)(\/image)?$/.exec(path) ?? [];
  const id = decode(encodedId);
  if (section === "maps") {
    const map = places.map(id);
    if (map === undefined) return refusal(404);
    if (map.partnerTenantId !== partnerTenantId) return refusal(403);
    return isImage === undefined ? json(mapInfo(id)) : picture(floorPlan(id), etag);
  }
  const known = isImage === undefined ? places.location(id) : undefined;
  if (known === undefined) return refusal(404);
  if (known.partnerTenantId !== partnerTenantId) return refusal(403);
  return json({ location: known.location, locationDetails: known.locationDetails });
}

export function mapInfo(mapId: string) {
  return { mapId, imageWidth: PLAN_WIDTH, imageHeight: PLAN_HEIGHT, mimeType: "image/png", dimension: DIMENSION_FEET };
}

function picture(body: Buffer, known: string | undefined): Answer {
  const digest = createHash("md5").update(body).digest();
  const etag = `"${digest.toString("hex")}"`;
  if (known === etag) return { status: 304, headers: { etag } };
  return {
    status: 200,
    headers: { etag, "content-md5": digest.toString("base64"), "content-type": "image/png" },
    body,
  };
}

function json(body: object): Answer {
  return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body)) };
}

/** What cannot be decoded is no id that anybody has. */
function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return "";
  }
}
