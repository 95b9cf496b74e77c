/** v2.0: changes to a floor's map. Their contract is not public, so what they say replaces no state. */
import type { JsonObject } from "../event/event-record.ts";
import { fieldsOf, text } from "../event/values.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";

export function normaliseApTopology(row: Row, payload: JsonObject): void {
  fillMapChange(row, payload);
  if (Array.isArray(payload.accessPoints)) measure(row, "ap_count", payload.accessPoints.length);
}

export function normaliseBuildingFeature(row: Row, payload: JsonObject): void {
  fillMapChange(row, payload);
  const feature = fieldsOf(payload.feature);
  label(row, "feature_id", text(feature.id));
  label(row, "feature_name", text(feature.name));
  label(row, "feature_type", text(feature.type));
}

function fillMapChange(row: Row, payload: JsonObject): void {
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  row.map_id = text(payload.mapId);
  label(row, "change_type", text(payload.changeType));
}
