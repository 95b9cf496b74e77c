/** Changes to the place itself: its hierarchy and its anchors. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, joined, listOf, nonZero, number, single, text } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";
import { fillPosition } from "./position.ts";

const locationChange = messageNamed("LocationChange");
const locationDetails = messageNamed("LocationDetails");
const locationAnchorUpdate = messageNamed("LocationAnchorUpdate");
const locationAnchorInfo = messageNamed("LocationAnchorInfo");
const changeType = enumNamed("ChangeType");
const anchorChangeType = enumNamed("LocationAnchorUpdate.UpdateType");

export function normaliseLocationChange(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  label(row, "change_type", enumName(changeType, payload.changeType, zeroOf(locationChange, payload)));
  const details = fieldsOf(payload.locationDetails);
  const map = fieldsOf(details.mapDetails);
  fillPosition(row, details, zeroOf(locationDetails, details));
  row.map_id = text(map.mapId);
  for (const key of ["city", "state", "country", "category"] as const) label(row, key, text(details[key]));
  label(row, "time_zone", text(details.timeZone));
  label(row, "map_mime_type", text(map.mimeType));
  measure(row, "map_image_width_px", nonZero(number(map.imageWidth)));
  measure(row, "map_image_height_px", nonZero(number(map.imageHeight)));
  const dimension = fieldsOf(map.dimension);
  for (const key of ["length", "width", "height"]) measure(row, `map_${key}_ft`, nonZero(single(dimension[key])));
  measure(row, "map_offset_x_ft", nonZero(single(dimension.offsetX)));
  measure(row, "map_offset_y_ft", nonZero(single(dimension.offsetY)));
  const metadata = listOf(details.metadata).map(fieldsOf);
  if (metadata.length > 0) {
    label(row, "metadata", metadata.map(({ key, values }) => `${text(key) ?? ""}=${joined(values) ?? ""}`).join(";"));
  }
}

export function normaliseLocationAnchor(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  const anchor = fieldsOf(payload.locationAnchorInfo);
  fillLocation(row, payload.location);
  setSubject(row, "anchor", text(anchor.identifier) ?? text(anchor.uuid));
  fillPosition(row, anchor, zeroOf(locationAnchorInfo, anchor));
  label(row, "change_type", enumName(anchorChangeType, payload.changeType, zeroOf(locationAnchorUpdate, payload)));
  label(row, "anchor_uuid", text(anchor.uuid));
  measure(row, "anchor_major", nonZero(number(anchor.major)));
  measure(row, "anchor_minor", nonZero(number(anchor.minor)));
  measure(row, "tx_power_dbm", nonZero(number(anchor.txPower)));
  measure(row, "adv_tx_power_dbm", nonZero(number(anchor.advTxPower)));
  measure(row, "frequency", nonZero(number(anchor.frequency)));
  measure(row, "z_ft", number(anchor.zPos));
}
