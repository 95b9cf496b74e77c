/** The policy on a row's subject: it is one of the row's columns, or an id that has none, and both must stay the same. */
import type { Row } from "../row.ts";
import { protectText } from "./personal-text.ts";
import type { Privacy } from "./privacy.ts";
import { protectNamed } from "./text-columns.ts";

/** The columns a subject can be taken from, as they came. */
export type SubjectColumns = Pick<Row, "device_id" | "mac_address" | "user_id" | "location_id">;

/** The ids of cameras, anchors, connectors and the like have no column; each can be a MAC address without separators. */
const deviceId = { holdsDeviceId: true, isAccessPoint: false, isVersion: false };
const otherId = { holdsDeviceId: false, isAccessPoint: false, isVersion: false };

/** After the row's columns; `came` has them as they were. A subject that may not be stored leaves its event without one. */
export function protectSubject(row: Row, came: SubjectColumns, privacy: Privacy): void {
  if (row.subject_kind === "tenant") return;
  const isNone = row.subject_kind === "unknown";
  const id = isNone ? undefined : protectedId(row, came, privacy);
  if (id !== undefined) {
    row.subject_id = id;
    return;
  }
  // A device whose id is an e-mail address is still known by its MAC address.
  const fallback = isNone ? undefined : fallbackOf(row);
  row.subject_id = fallback ?? row.event_type;
  if (fallback === undefined) row.subject_kind = "unknown";
}

function protectedId(row: Row, came: SubjectColumns, privacy: Privacy): string | undefined {
  const { subject_id: id, subject_kind: kind } = row;
  if (id === came.device_id) return row.device_id;
  if (id === came.mac_address) return row.mac_address;
  if (id === came.user_id) return row.user_id;
  if (id === came.location_id) return row.location_id;
  switch (kind) {
    case "user":
      return protectNamed(id, otherId, "user_id", privacy);
    case "admin":
      return protectNamed(id, otherId, "email", privacy);
    case "space":
    case "location":
    case "tenant":
    case "unknown":
      return protectText(id, otherId, privacy);
    case "device":
    case "asset":
    case "sensor":
    case "camera":
    case "anchor":
    case "connector":
    case "controller":
    case "room_device":
      return protectText(id, deviceId, privacy);
  }
}

function fallbackOf({ subject_kind, mac_address }: Row): string | undefined {
  const isDevice = subject_kind === "device" || subject_kind === "sensor" || subject_kind === "room_device";
  return isDevice || subject_kind === "asset" ? mac_address : undefined;
}
