/** The location tree (leaf first, then `parent` up to the root) → the row's place columns. */
import { isObject, type JsonObject } from "../event-record.ts";
import type { Row } from "../row.ts";
import { fieldsOf, listOf, nonZero, number, text } from "./values.ts";

/** A tree deeper than this was refused by the decoder; the bound also ends a cycle nobody can send but a caller could build. */
const MAX_LEVELS = 64;

export function fillLocation(row: Row, value: unknown): void {
  if (!isObject(value)) return;
  row.location_id = text(value.locationId);
  row.location_name = text(value.name);
  const types = typesOf(value);
  if (types.length > 0) row.location_types = types;
  let path = "";
  let level: JsonObject | undefined = value;
  for (let depth = 0; level !== undefined && depth < MAX_LEVELS; depth++) {
    const id = text(level.locationId);
    if (id !== undefined) {
      path = path === "" ? id : `${id}/${path}`;
      fillLevel(row, level, id);
    }
    level = isObject(level.parent) ? level.parent : undefined;
  }
  if (path !== "") row.location_path = path;
}

/** The first level of a type wins: the walk starts at the leaf. */
function fillLevel(row: Row, level: JsonObject, id: string): void {
  for (const type of typesOf(level)) {
    switch (type) {
      case "ZONE":
        if (row.zone_id === undefined) {
          row.zone_id = id;
          row.zone_name = text(level.name);
        }
        break;
      case "FLOOR":
        if (row.floor_id === undefined) {
          row.floor_id = id;
          row.floor_name = text(level.name);
          row.floor_number = nonZero(number(level.floorNumber));
        }
        break;
      case "BUILDING":
        if (row.building_id === undefined) {
          row.building_id = id;
          row.building_name = text(level.name);
        }
        break;
      case "CAMPUS":
        if (row.campus_id === undefined) {
          row.campus_id = id;
          row.campus_name = text(level.name);
        }
        break;
      default:
    }
  }
}

function typesOf(level: JsonObject): readonly string[] {
  const types = listOf(level.inferredLocationTypes);
  return types.every((type) => typeof type === "string") ? types : types.filter((type) => typeof type === "string");
}

/** Where an IoT device is: what was detected, else where it was placed. */
export function positionOf(payload: JsonObject): JsonObject | undefined {
  const detected = fieldsOf(payload.detectedPosition);
  if (hasPosition(detected)) return detected;
  const placed = fieldsOf(payload.placedPosition);
  return hasPosition(placed) ? placed : undefined;
}

function hasPosition(position: JsonObject): boolean {
  return Object.keys(position).length > 0;
}
