/** Where it is full: how many are within reach of each cell of a floor, as a small picture that is drawn large. */

import { ageLevel, FILLINGS } from "../floor/age.ts";
import type { Dots } from "../floor/dots.ts";
import { groups } from "../floor/groups.ts";
import type { Extent } from "./view.ts";

const MOST_CELLS = 120;
/** About as far as a Wi-Fi position is off. */
const REACH_FT = 12;
/** So many within reach are full, if nowhere are more. */
const FULL = 4;
const PASSES = 3;
const hollow = FILLINGS.length - 1;
/** Sensors and assets are where they are put: they make no place full. */
const isCounted = groups.map(({ name }) => name === "people" || name === "devices");

export interface Heat {
  readonly width: number;
  readonly height: number;
  /** From 0 to 1, row by row. */
  readonly cells: Float32Array;
  /** The largest number within reach. */
  readonly peak: number;
}

export function heatOf(dots: Dots, { left, top, right, bottom }: Extent, nowMs: number): Heat {
  const cellFt = Math.max(right - left, bottom - top) / MOST_CELLS;
  const [width, height] = [Math.ceil((right - left) / cellFt), Math.ceil((bottom - top) / cellFt)];
  const cells = new Float32Array(width * height);
  for (let at = 0; at < dots.count; at++) {
    if (!isCounted[dots.group[at] as number]) continue;
    if (ageLevel(dots.seenAtMs[at] as number, nowMs) === hollow) continue;
    const column = Math.floor(((dots.x[at] as number) - left) / cellFt);
    const row = Math.floor(((dots.y[at] as number) - top) / cellFt);
    if (column < 0 || row < 0 || column >= width || row >= height) continue;
    (cells[row * width + column] as number)++;
  }
  const reach = Math.max(Math.round(REACH_FT / cellFt / Math.sqrt(PASSES)), 1);
  const other = new Float32Array(cells.length);
  for (let pass = 0; pass < PASSES; pass++) {
    smooth(cells, other, { lines: height, length: width, nextLine: width, next: 1 }, reach);
    smooth(other, cells, { lines: width, length: height, nextLine: 1, next: width }, reach);
  }
  // From an average per cell to a number within reach.
  const cellsWithin = (Math.PI * REACH_FT * REACH_FT) / (cellFt * cellFt);
  let peak = 0;
  for (const cell of cells) peak = Math.max(peak, cell * cellsWithin);
  const full = Math.max(peak, FULL);
  for (let at = 0; at < cells.length; at++) cells[at] = ((cells[at] as number) * cellsWithin) / full;
  return { width, height, cells, peak };
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  readonly nextLine: number;
  readonly next: number;
}

/** A sliding mean along each line; three of them are near enough to a bell. Beyond the walls there is nobody. */
function smooth(from: Float32Array, to: Float32Array, { lines, length, nextLine, next }: Lines, reach: number): void {
  const span = 2 * reach + 1;
  for (let line = 0; line < lines; line++) {
    const start = line * nextLine;
    let sum = 0;
    for (let at = 0; at < Math.min(reach, length); at++) sum += from[start + at * next] as number;
    for (let at = 0; at < length; at++) {
      if (at + reach < length) sum += from[start + (at + reach) * next] as number;
      if (at - reach - 1 >= 0) sum -= from[start + (at - reach - 1) * next] as number;
      to[start + at * next] = sum / span;
    }
  }
}
