/** Coordinates: x and y in feet from the map's origin, latitude and longitude in degrees. */
import type { JsonObject } from "../event/event-record.ts";
import { degrees, nonZero, number, single, text } from "../event/values.ts";
import type { Row } from "../row.ts";

/**
 * Fills the position columns. The map's origin is a place, so x = 0 and y = 0 count where a map or the other
 * coordinate is there; 0°, 0° is open sea and what proto3 makes of "not set".
 */
export function fillPosition(row: Row, position: JsonObject): void {
  const mapId = text(position.mapId);
  const x = single(position.xPos) ?? 0;
  const y = single(position.yPos) ?? 0;
  if (mapId !== undefined) row.map_id = mapId;
  if (mapId !== undefined || x !== 0 || y !== 0) {
    row.x = x;
    row.y = y;
  }
  const latitude = degrees(position.latitude) ?? 0;
  const longitude = degrees(position.longitude) ?? 0;
  if (latitude !== 0 || longitude !== 0) {
    row.latitude = latitude;
    row.longitude = longitude;
  }
  row.confidence = nonZero(number(position.confidenceFactor));
}
