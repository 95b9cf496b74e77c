/**
 * The privacy policy on a row's columns, labels and subject: by name, then by the value's form. Nothing personal gets past
 * this step unless the policy keeps it.
 */
import type { Row } from "../row.ts";
import type { Privacy } from "./privacy.ts";
import { protectLabels } from "./protect-labels.ts";
import { placeProtection } from "./protect-place.ts";
import { protectSubject } from "./protect-subject.ts";
import { ownTexts, protectNamed } from "./text-columns.ts";

export type ProtectRow = (row: Row) => void;

/** Changes the row in place: it was made for this event a moment ago and nobody else has it. */
export function rowProtection(privacy: Privacy): ProtectRow {
  const protectPlace = placeProtection(privacy);
  return (row) => {
    const { device_id, mac_address, user_id, location_id } = row;
    for (const rule of ownTexts) {
      const value = row[rule.name];
      if (value !== undefined) row[rule.name] = protectNamed(value, rule, rule.personal, privacy);
    }
    protectPlace(row);
    if (row.labels !== undefined) row.labels = protectLabels(row.labels, privacy);
    protectSubject(row, { device_id, mac_address, user_id, location_id }, privacy);
  };
}
