/** People counted by cameras: of a location, and of one camera's view. */
import type { JsonObject } from "../event/event-record.ts";
import { text, whole } from "../event/values.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label } from "./facts.ts";
import { fillLocation } from "./location.ts";

export function normaliseCameraCounts(row: Row, payload: JsonObject): void {
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  row.people_count = whole(payload.count);
  row.count_delta = whole(payload.countDelta);
}

export function normaliseRawCameraCounts(row: Row, payload: JsonObject): void {
  fillLocation(row, payload.location);
  setSubject(row, "camera", text(payload.cameraId));
  row.people_count = whole(payload.count);
  label(row, "camera_zone_id", text(payload.cameraZoneId));
}
