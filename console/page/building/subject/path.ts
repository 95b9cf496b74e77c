/** Where a subject has been on a floor: its history's rows, as points in the order of time. */
import type { RowJson } from "../../../api.ts";

export interface PathPoint {
  readonly xFt: number;
  readonly yFt: number;
  readonly atMs: number;
}

/** Rows of another floor, and those without a position, are no points; nor is standing still. */
export function pathOn(floor: string, history: readonly RowJson[]): readonly PathPoint[] {
  const points: PathPoint[] = [];
  for (const row of history.toReversed()) {
    const { x, y } = row;
    if (typeof x !== "number" || typeof y !== "number") continue;
    if ((row.floor_id ?? row.location_id) !== floor) continue;
    const last = points.at(-1);
    if (last !== undefined && last.xFt === x && last.yFt === y) points.pop();
    points.push({ xFt: x, yFt: y, atMs: momentOf(row.occurred_at) ?? 0 });
  }
  return points;
}

/** Epoch ms, from a number or a text as the command line prints it; undefined for what is neither. */
export function momentOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
