/** The location tree (leaf first, then `parent` up to the root) → the row's place columns. */
import { isObject, type JsonObject } from "../event/event-record.ts";
import { fieldsOf, listOf, nonZero, text, whole } from "../event/values.ts";
import type { PlaceColumn, Row } from "../row.ts";

/** A tree deeper than this was refused by the decoder; the bound also ends a cycle nobody can send but a caller could build. */
const MAX_LEVELS = 64;

type PlaceColumns = Pick<Row, PlaceColumn>;

/** The decoder gives events of one place the same tree; its columns are worked out once. */
const placesSeen = new WeakMap<JsonObject, PlaceColumns>();

export function fillLocation(row: Row, value: unknown): void {
  if (!isObject(value)) return;
  let place = placesSeen.get(value);
  if (place === undefined) {
    place = placeOf(value);
    placesSeen.set(value, place);
  }
  row.location_id = place.location_id;
  row.location_name = place.location_name;
  row.location_types = place.location_types;
  row.zone_id = place.zone_id;
  row.zone_name = place.zone_name;
  row.floor_id = place.floor_id;
  row.floor_name = place.floor_name;
  row.floor_number = place.floor_number;
  row.building_id = place.building_id;
  row.building_name = place.building_name;
  row.campus_id = place.campus_id;
  row.campus_name = place.campus_name;
  row.location_path = place.location_path;
}

function placeOf(leaf: JsonObject): PlaceColumns {
  const levels = levelsOf(leaf);
  const zone = levelOfType(levels, "ZONE");
  const floor = levelOfType(levels, "FLOOR");
  const building = levelOfType(levels, "BUILDING");
  const campus = levelOfType(levels, "CAMPUS");
  const types = typesOf(leaf);
  const path = levels
    .map(({ locationId }) => text(locationId))
    .filter((id) => id !== undefined)
    .reverse()
    .join("/");
  return {
    location_id: text(leaf.locationId),
    location_name: text(leaf.name),
    location_types: types.length > 0 ? types : undefined,
    zone_id: text(zone?.locationId),
    zone_name: text(zone?.name),
    floor_id: text(floor?.locationId),
    floor_name: text(floor?.name),
    floor_number: nonZero(whole(floor?.floorNumber)),
    building_id: text(building?.locationId),
    building_name: text(building?.name),
    campus_id: text(campus?.locationId),
    campus_name: text(campus?.name),
    location_path: path === "" ? undefined : path,
  };
}

function levelsOf(leaf: JsonObject): readonly JsonObject[] {
  const levels: JsonObject[] = [];
  let level: unknown = leaf;
  while (isObject(level) && levels.length < MAX_LEVELS) {
    levels.push(level);
    level = level.parent;
  }
  return levels;
}

/** The first ancestor-or-self of a type. */
function levelOfType(levels: readonly JsonObject[], type: string): JsonObject | undefined {
  return levels.find((level) => typesOf(level).includes(type));
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
