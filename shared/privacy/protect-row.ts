/** The privacy policy on a row's columnList, labels and subject: nothing personal gets past this step unless the policy keeps it. */

import { classOfLabel } from "../labels.ts";
import type { Row } from "../row.ts";
import type { FieldClass } from "./field-classes.ts";
import { holdsDeviceId } from "./personal-fields.ts";
import { classOfValue } from "./personal-values.ts";
import type { Privacy } from "./privacy.ts";

const personalColumns = ["mac_address", "ip_address", "user_id", "ssid"] as const;
/** Lists in one text; their parts are looked at one by one. */
const SEPARATOR = ",";

/** Changes the row in place: it was made for this event a moment ago and nobody else has it. */
export function protectRow(row: Row, privacy: Privacy): void {
  protectSubject(row, privacy);
  if (row.device_id !== undefined) {
    const fieldClass = classOfValue(row.device_id, true);
    if (fieldClass !== undefined) row.device_id = privacy.apply(fieldClass, row.device_id);
  }
  for (const column of personalColumns) {
    const value = row[column];
    if (value !== undefined) row[column] = privacy.apply(column, value);
  }
  if (row.labels !== undefined) row.labels = protectLabels(row.labels, privacy);
}

/** A subject that may not be stored leaves its event as one without a subject: of the kind `unknown`, under its type. */
function protectSubject(row: Row, privacy: Privacy): void {
  const fieldClass = subjectClass(row);
  if (fieldClass === undefined) return;
  const shown = privacy.apply(fieldClass, row.subject_id);
  row.subject_id = shown ?? row.event_type;
  if (shown === undefined) row.subject_kind = "unknown";
}

function subjectClass(row: Row): FieldClass | undefined {
  if (row.subject_kind === "unknown") return undefined;
  if (row.subject_id === row.mac_address) return "mac_address";
  if (row.subject_kind === "user") return "user_id";
  if (row.subject_kind === "admin") return "email";
  return classOfValue(row.subject_id, row.subject_id === row.device_id);
}

/** A new map: deleting from the old one would turn it into a slow one. */
function protectLabels(labels: Readonly<Record<string, string>>, privacy: Privacy): Record<string, string> | undefined {
  let safe: Record<string, string> | undefined;
  for (const key in labels) {
    const value = labels[key] as string;
    const fieldClass = classOfLabel(key);
    const kept = fieldClass === undefined ? protectText(key, value, privacy) : privacy.apply(fieldClass, value);
    if (kept === undefined) continue;
    safe ??= {};
    safe[key] = kept;
  }
  return safe;
}

/** Text that is not personal by its name can hold personal values, alone or in a list. */
function protectText(key: string, value: string, privacy: Privacy): string | undefined {
  if (!value.includes(SEPARATOR)) return protectValue(key, value, privacy);
  const parts = value.split(SEPARATOR).map((part) => protectValue(key, part, privacy));
  return parts.filter((part) => part !== undefined).join(SEPARATOR) || undefined;
}

function protectValue(key: string, value: string, privacy: Privacy): string | undefined {
  const fieldClass = classOfValue(value, value.length === 12 && holdsDeviceId(key));
  return fieldClass === undefined ? value : privacy.apply(fieldClass, value);
}
