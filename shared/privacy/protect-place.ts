/** The policy on a row's place columns. Events come from few places, so a place that was found harmless is remembered. */
import type { PlaceColumn, Row } from "../row.ts";
import { protectText } from "./personal-text.ts";
import type { Privacy } from "./privacy.ts";
import { placeTexts, protectNamed } from "./text-columns.ts";

/** A place has about 300 characters. */
const MAX_PLACES = 4_096;
const LONGEST_PLACE = 2_048;

/** Its texts: a floor's number is nobody's. */
type Place = Readonly<Pick<Row, Exclude<PlaceColumn, "floor_number">>>;

const plainText = { holdsDeviceId: false, isAccessPoint: false, isVersion: false };

export function placeProtection(privacy: Privacy): (row: Row) => void {
  const harmless = new Map<string, Place>();
  return (row) => {
    const { location_path: key } = row;
    const known = key === undefined ? undefined : harmless.get(key);
    if (known !== undefined && isSamePlace(row, known)) return;
    const place = placeOf(row);
    protectPlace(row, privacy);
    if (key === undefined || !isSamePlace(row, place) || JSON.stringify(place).length > LONGEST_PLACE) return;
    if (harmless.size >= MAX_PLACES) harmless.clear();
    harmless.set(key, place);
  };
}

function placeOf(row: Row): Place {
  const { location_id, location_name, location_types, zone_id, zone_name, floor_id, floor_name } = row;
  const { building_id, building_name, campus_id, campus_name, location_path } = row;
  return {
    location_id,
    location_name,
    location_types,
    zone_id,
    zone_name,
    floor_id,
    floor_name,
    building_id,
    building_name,
    campus_id,
    campus_name,
    location_path,
  };
}

/** Events of one place share its texts, so that most of these compare a thing with itself. */
function isSamePlace(row: Place, known: Place): boolean {
  return (
    row.location_id === known.location_id &&
    row.location_name === known.location_name &&
    row.location_types === known.location_types &&
    row.zone_id === known.zone_id &&
    row.zone_name === known.zone_name &&
    row.floor_id === known.floor_id &&
    row.floor_name === known.floor_name &&
    row.building_id === known.building_id &&
    row.building_name === known.building_name &&
    row.campus_id === known.campus_id &&
    row.campus_name === known.campus_name &&
    row.location_path === known.location_path
  );
}

/** Id by id, so that each stays the one it is in its own column. */
function protectPath(path: string, privacy: Privacy): string | undefined {
  const ids = path.split("/").map((id) => protectText(id, plainText, privacy));
  return ids.filter((id) => id !== undefined).join("/") || undefined;
}

function protectPlace(row: Row, privacy: Privacy): void {
  for (const rule of placeTexts) {
    const value = row[rule.name];
    if (value === undefined) continue;
    row[rule.name] =
      rule.name === "location_path" ? protectPath(value, privacy) : protectNamed(value, rule, rule.personal, privacy);
  }
  const types = row.location_types;
  if (types === undefined) return;
  const kept = types.map((type) => protectText(type, plainText, privacy));
  if (kept.some((type, index) => type !== types[index])) row.location_types = kept.filter((type) => type !== undefined);
}
