/**
 * The privacy policy on a row's columns, labels and subject: by name, then by the value's form. Nothing personal gets past
 * this step unless the policy keeps it.
 */
import type { Row } from "../row.ts";
import type { Privacy } from "./privacy.ts";
import { protectLabels } from "./protect-labels.ts";
import { placeProtection } from "./protect-place.ts";
import { protectSubject } from "./protect-subject.ts";
import { ownTexts, protectNamed, rules, type TextRule } from "./text-columns.ts";

/** Written out below: a loop over names costs a tenth of the step. A column that is newer is reached by the loop. */
const writtenOut: ReadonlySet<string> = new Set([
  "tenant_name",
  "device_id",
  "mac_address",
  "user_id",
  "device_type",
  "manufacturer",
  "os",
  "os_version",
  "ip_address",
  "ssid",
  "visit_id",
  "map_id",
]);
const newer = ownTexts.filter(({ name }) => !writtenOut.has(name));

export type ProtectRow = (row: Row) => void;

/** Changes the row in place: it was made for this event a moment ago and nobody else has it. */
export function rowProtection(privacy: Privacy): ProtectRow {
  const protectPlace = placeProtection(privacy);
  const own = (value: string | undefined, rule: TextRule) =>
    value === undefined ? undefined : protectNamed(value, rule, rule.personal, privacy);
  return (row) => {
    const { device_id, mac_address, user_id, location_id } = row;
    row.tenant_name = own(row.tenant_name, rules.tenant_name);
    row.device_id = own(device_id, rules.device_id);
    row.mac_address = own(mac_address, rules.mac_address);
    row.user_id = own(user_id, rules.user_id);
    row.device_type = own(row.device_type, rules.device_type);
    row.manufacturer = own(row.manufacturer, rules.manufacturer);
    row.os = own(row.os, rules.os);
    row.os_version = own(row.os_version, rules.os_version);
    row.ip_address = own(row.ip_address, rules.ip_address);
    row.ssid = own(row.ssid, rules.ssid);
    row.visit_id = own(row.visit_id, rules.visit_id);
    row.map_id = own(row.map_id, rules.map_id);
    for (const rule of newer) row[rule.name] = own(row[rule.name], rule);
    protectPlace(row);
    if (row.labels !== undefined) row.labels = protectLabels(row.labels, privacy);
    protectSubject(row, { device_id, mac_address, user_id, location_id }, privacy);
  };
}
