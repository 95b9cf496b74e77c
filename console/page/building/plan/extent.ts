/** How large a floor is where no map says it: from its corner, and round whatever has a position. */
import type { Dots } from "../floor/dots.ts";
import type { Extent } from "./view.ts";

/** Walls stand a little off who was seen last. */
const MARGIN_FT = 8;
const STEP_FT = 20;
const LEAST_FT = 40;

interface MapSize {
  readonly widthFt: number;
  readonly lengthFt: number;
}

/** Never smaller than `before`: a floor does not shrink when who was in its corner leaves. */
export function extentOf(map: MapSize | undefined, dots: Dots, before?: Extent): Extent {
  if (map !== undefined) return { left: 0, top: 0, right: map.widthFt, bottom: map.lengthFt };
  let { left, top, right, bottom } = before ?? { left: 0, top: 0, right: LEAST_FT, bottom: LEAST_FT };
  for (let at = 0; at < dots.count; at++) {
    const [x, y] = [dots.x[at] as number, dots.y[at] as number];
    if (x < left) left = lower(x);
    if (x > right) right = upper(x);
    if (y < top) top = lower(y);
    if (y > bottom) bottom = upper(y);
  }
  return { left, top, right, bottom };
}

function upper(ft: number): number {
  return Math.ceil((ft + MARGIN_FT) / STEP_FT) * STEP_FT;
}

function lower(ft: number): number {
  return -upper(-ft);
}
