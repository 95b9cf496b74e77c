/**
 * Who has not moved need not be written again: a setting that trades a bounded staleness for writes. A position in the
 * table is then told less than so many seconds before the last one, and, where events come in order, less than so many
 * feet away from it. Out of order, one that was told between the two may be written after the last was left out.
 */
import type { Row } from "../row.ts";
import { isFoundByPlace } from "./aspects.ts";
import { placeOf } from "./keys.ts";

export interface StillPositions {
  readonly feet: number;
  readonly seconds: number;
}

/** Whether `told` may be left out while `stored` stands in the table. An older one than what stands there never counts. */
export function isStill(stored: Row, told: Row, { feet, seconds }: StillPositions): boolean {
  if (told.occurred_at - stored.occurred_at >= seconds * 1_000) return false;
  if (!isFoundByPlace(told) || !isFoundByPlace(stored)) return false;
  return isAtSamePlace(stored, told) && distanceFt(stored, told) < feet;
}

function isAtSamePlace(a: Row, b: Row): boolean {
  return placeOf(a)?.id === placeOf(b)?.id && a.location_id === b.location_id && a.map_id === b.map_id;
}

/** On one map; far where either has no coordinates. */
function distanceFt(a: Row, b: Row): number {
  if (a.x === undefined || a.y === undefined || b.x === undefined || b.y === undefined) return Number.POSITIVE_INFINITY;
  return Math.hypot(a.x - b.x, a.y - b.y);
}
