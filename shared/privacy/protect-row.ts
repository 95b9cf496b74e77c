/** The privacy policy on a row's columns, labels and subject: nothing personal gets past this step unless the policy keeps it. */
import type { Row } from "../row.ts";
import { byRowField, isMacAddress } from "./personal-fields.ts";
import type { FieldClass } from "./policy.ts";
import type { Privacy } from "./privacy.ts";

const personalColumns = ["mac_address", "ip_address", "user_id", "ssid"] as const;

/** Changes the row in place: it was made for this event a moment ago and nobody else has it. */
export function protectRow(row: Row, privacy: Privacy): void {
  protectSubject(row, privacy);
  if (row.device_id !== undefined && isMacAddress(row.device_id))
    row.device_id = privacy.apply("mac_address", row.device_id);
  for (const column of personalColumns) {
    const value = row[column];
    if (value !== undefined) row[column] = privacy.apply(column, value);
  }
  if (row.labels !== undefined) protectLabels(row.labels, privacy);
}

/** A subject that may not be stored leaves its event under the event type, like an event without a subject. */
function protectSubject(row: Row, privacy: Privacy): void {
  const fieldClass = subjectClass(row);
  if (fieldClass !== undefined) row.subject_id = privacy.apply(fieldClass, row.subject_id) ?? row.event_type;
}

function subjectClass(row: Row): FieldClass | undefined {
  if (row.subject_id === row.event_type) return undefined;
  if (row.subject_id === row.mac_address || isMacAddress(row.subject_id)) return "mac_address";
  if (row.subject_kind === "user") return "user_id";
  if (row.subject_kind === "admin") return "email";
  return undefined;
}

function protectLabels(labels: Record<string, string>, privacy: Privacy): void {
  for (const key of Object.keys(labels)) {
    const value = labels[key] as string;
    const fieldClass = byRowField.get(key) ?? (isMacAddress(value) ? "mac_address" : undefined);
    if (fieldClass === undefined) continue;
    const kept = key === "mac_filters" ? eachOf(value, privacy) : privacy.apply(fieldClass, value);
    if (kept === undefined) delete labels[key];
    else labels[key] = kept;
  }
}

function eachOf(list: string, privacy: Privacy): string | undefined {
  const kept = list.split(",").map((value) => privacy.apply("mac_address", value));
  return kept.includes(undefined) ? undefined : kept.join(",");
}
