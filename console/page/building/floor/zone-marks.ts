/** Where a zone's name stands on a plan: nobody tells its walls, so in the middle of who is in it. */
import type { FloorSubject } from "../../../api.ts";

export interface ZoneMark {
  readonly name: string;
  /** How many with a position. */
  readonly seen: number;
  readonly xFt: number;
  readonly yFt: number;
}

/** One or two are no place. */
const FEWEST = 3;

/** By name. The median, which one who is far off does not move. */
export function zoneMarks(subjects: Iterable<FloorSubject>): readonly ZoneMark[] {
  const zones = new Map<string, { readonly x: number[]; readonly y: number[] }>();
  for (const { zone, xFt, yFt } of subjects) {
    if (zone === undefined || xFt === undefined || yFt === undefined) continue;
    const points = zones.get(zone) ?? { x: [], y: [] };
    zones.set(zone, points);
    points.x.push(xFt);
    points.y.push(yFt);
  }
  return [...zones]
    .filter(([, { x }]) => x.length >= FEWEST)
    .map(([name, { x, y }]) => ({ name, seen: x.length, xFt: median(x), yFt: median(y) }))
    .sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] as number;
}
