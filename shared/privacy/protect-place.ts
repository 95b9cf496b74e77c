/** The policy on a row's place columns. Events come from few places, so a place that was found harmless is remembered. */
import type { Row } from "../row.ts";
import { protectText } from "./personal-text.ts";
import type { Privacy } from "./privacy.ts";
import { placeTexts, protectNamed } from "./text-columns.ts";

/** A place has about 300 characters. */
const MAX_PLACES = 4_096;
const LONGEST_PLACE = 2_048;

interface Place {
  readonly texts: readonly (string | undefined)[];
  readonly types: readonly string[] | undefined;
}

const plainText = { holdsDeviceId: false, isAccessPoint: false, isVersion: false };

export function placeProtection(privacy: Privacy): (row: Row) => void {
  const harmless = new Map<string, Place>();
  return (row) => {
    const { location_path: key } = row;
    const known = key === undefined ? undefined : harmless.get(key);
    if (known !== undefined && isSamePlace(row, known)) return;
    const place: Place = { texts: placeTexts.map(({ name }) => row[name]), types: row.location_types };
    protectPlace(row, privacy);
    if (key === undefined || !isSamePlace(row, place) || charactersOf(place) > LONGEST_PLACE) return;
    if (harmless.size >= MAX_PLACES) harmless.clear();
    harmless.set(key, place);
  };
}

function isSamePlace(row: Row, { texts, types }: Place): boolean {
  if (row.location_types !== types) return false;
  for (let index = 0; index < placeTexts.length; index++) {
    const rule = placeTexts[index];
    if (rule !== undefined && row[rule.name] !== texts[index]) return false;
  }
  return true;
}

function charactersOf({ texts, types }: Place): number {
  return [...texts, ...(types ?? [])].reduce((sum, text) => sum + (text?.length ?? 0), 0);
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
