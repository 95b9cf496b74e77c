/** Which floor is asked for: one of those that are known, so that nothing is read for what is made up. */
import type { PlacesAnswer } from "../api.ts";
import { notHere, Refused } from "./failure.ts";
import type { KnownFloor } from "./floor/floor-answer.ts";

/** Throws what becomes a 404. */
export function floorAsked(parameters: URLSearchParams, { tenants }: PlacesAnswer): KnownFloor {
  const id = textAsked(parameters, "id");
  const tenant = parameters.get("tenant");
  for (const owner of tenants) {
    if (owner.id !== tenant) continue;
    for (const campus of owner.campuses)
      for (const building of campus.buildings) {
        const floor = building.floors.find((one) => one.id === id);
        if (floor === undefined) continue;
        const names = {
          tenant: owner.name,
          ...(campus.name !== null && { campus: campus.name }),
          ...(building.name !== null && { building: building.name }),
          floor: floor.name,
        };
        return { place: { tenant: tenant ?? undefined, id }, names };
      }
  }
  throw notHere("The tables know no such floor: nothing was ever heard from there, or it is of another tenant.");
}

export function textAsked(parameters: URLSearchParams, name: string): string {
  const text = parameters.get(name);
  if (text === null || text === "") throw new Refused("bad-request", `Say which: ${name} is missing.`);
  return text;
}

/** Epoch ms. */
export function timeAsked(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  const ms = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(ms) || Math.abs(ms) > MOST_MS)
    throw new Refused("bad-request", `${name} is no time: it is written as milliseconds since 1970.`);
  return ms;
}

/** https://tc39.es/ecma262/#sec-time-values-and-time-range */
const MOST_MS = 8.64e15;
