/** A tag or sensor as DeviceInfo tells of it: what it is and where it is. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, joined, text, timeMs } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row, SubjectKind } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation, positionOf } from "./location.ts";
import { fillPosition } from "./position.ts";

const devicePosition = messageNamed("DevicePosition");
const deviceType = enumNamed("IOTDeviceType");

/** Fills the device columns, the place and the position, and makes the tag the subject, as the kind its event is about. */
export function fillSensor(row: Row, payload: JsonObject, kind: SubjectKind, zeroOf: ZeroOf): void {
  const info = fieldsOf(payload.deviceInfo);
  row.device_id = text(info.deviceId);
  row.mac_address = text(info.deviceMacAddress);
  row.device_type = enumName(deviceType, info.deviceType);
  row.manufacturer = text(info.manufacturer);
  setSubject(row, kind, row.device_id ?? row.mac_address);
  label(row, "device_name", text(info.deviceName));
  label(row, "device_model", text(info.deviceModel));
  label(row, "vendor_id", text(info.vendorId));
  label(row, "device_group", joined(info.group));
  label(row, "device_label", text(info.label));
  label(row, "firmware_version", text(info.firmwareVersion));
  label(row, "raw_device_id", text(info.rawDeviceId));
  label(row, "company_id", text(info.companyId));
  label(row, "service_uuid", text(info.serviceUuid));
  fillLocation(row, payload.location);
  if (Array.isArray(payload.allComputedPositions)) {
    measure(row, "computed_positions", payload.allComputedPositions.length);
  }
  const position = positionOf(payload);
  if (position === undefined) return;
  fillPosition(row, position, zeroOf(devicePosition, position));
  row.location_id ??= text(position.locationId);
  row.last_seen_at = timeMs(position.lastLocatedTime);
  label(row, "compute_type", text(position.computeType));
}
