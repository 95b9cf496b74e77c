/** Coordinates: x and y in feet from the map's origin, latitude and longitude in degrees. */
import type { JsonObject } from "../event/event-record.ts";
import { degrees, nonZero, number, single, text } from "../event/values.ts";
import type { Zero } from "../event/zero.ts";
import type { Row } from "../row.ts";

/**
 * Fills the position columns. Two coordinates are a position, one is none. Nor are two zeros: 0°, 0° is open sea, the
 * map's very corner is nowhere to be, and both are what proto3 makes of "not set".
 */
export function fillPosition(row: Row, position: JsonObject, zero: Zero): void {
  const mapId = text(position.mapId);
  if (mapId !== undefined) row.map_id = mapId;
  const x = single(position.xPos, zero);
  const y = single(position.yPos, zero);
  if (isPosition(x, y)) {
    row.x = x;
    row.y = y;
  }
  const latitude = degrees(position.latitude, zero);
  const longitude = degrees(position.longitude, zero);
  if (isPosition(latitude, longitude)) {
    row.latitude = latitude;
    row.longitude = longitude;
  }
  row.confidence = nonZero(number(position.confidenceFactor));
}

function isPosition(a: number | undefined, b: number | undefined): boolean {
  return a !== undefined && b !== undefined && (a !== 0 || b !== 0);
}
