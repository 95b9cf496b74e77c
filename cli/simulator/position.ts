/** A point on a floor as events give it: feet, and degrees where the map is geo-referenced. */
import type { Floor, Point } from "./building.ts";

const FEET_PER_DEGREE_OF_LATITUDE = 364_000;
const FEET_PER_DEGREE_OF_LONGITUDE = 304_000;
/** What Cisco sends for a latitude or longitude that is not known. */
const NOWHERE = -999;

export interface Degrees {
  readonly latitude: number;
  readonly longitude: number;
}

const nowhere: Degrees = { latitude: NOWHERE, longitude: NOWHERE };

export function degreesAt({ building: { origin } }: Floor, { x, y }: Point): Degrees {
  if (origin === undefined) return nowhere;
  return {
    latitude: millionths(origin.latitude + y / FEET_PER_DEGREE_OF_LATITUDE),
    longitude: millionths(origin.longitude + x / FEET_PER_DEGREE_OF_LONGITUDE),
  };
}

function millionths(degrees: number): number {
  return Math.round(degrees * 1_000_000) / 1_000_000;
}
