/** People counted by cameras: of a location, and of one camera's view. */
import { messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { text, whole } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label } from "./facts.ts";
import { fillLocation } from "./location.ts";

const cameraCounts = messageNamed("CameraCounts");
const rawCameraCounts = messageNamed("RawCameraCounts");

export function normaliseCameraCounts(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const zero = zeroOf(cameraCounts, payload);
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  row.people_count = whole(payload.count, zero);
  row.count_delta = whole(payload.countDelta, zero);
}

export function normaliseRawCameraCounts(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillLocation(row, payload.location);
  setSubject(row, "camera", text(payload.cameraId));
  row.people_count = whole(payload.count, zeroOf(rawCameraCounts, payload));
  label(row, "camera_zone_id", text(payload.cameraZoneId));
}
