/** A Wi-Fi device and the person it is registered to. What is personal here is left to the privacy policy. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, joined, listOf, text } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row, SubjectKind } from "../row.ts";
import { label } from "./facts.ts";

const deviceType = enumNamed("DeviceType");
const gender = enumNamed("Gender");
const socialNetwork = enumNamed("SocialNetwork");
const socialNetworkInfo = messageNamed("SocialNetworkInfo");

export function setSubject(row: Row, kind: SubjectKind, id: string | undefined): void {
  if (id === undefined) return;
  row.subject_kind = kind;
  row.subject_id = id;
}

/** Fills the device columns and makes the device the subject. */
export function fillDevice(row: Row, value: unknown, zeroOf: ZeroOf): void {
  if (!isObject(value)) return;
  row.device_id = text(value.deviceId);
  row.mac_address = text(value.macAddress);
  row.user_id = text(value.userId);
  row.device_type = enumName(deviceType, value.type);
  row.manufacturer = text(value.manufacturer);
  row.os = text(value.os);
  row.os_version = text(value.osVersion);
  setSubject(row, "device", row.device_id ?? row.mac_address);
  label(row, "device_model", text(value.deviceModel));
  label(row, "opt_ins", joined(value.optIns));
  const dhcp = fieldsOf(value.dhcpProfileInfo);
  label(row, "dhcp_profile_name", text(dhcp.dcProfileName));
  label(row, "dhcp_device_class_tag", text(dhcp.dcDeviceClassTag));
  label(row, "dhcp_certainty_metric", text(dhcp.dcCertaintyMetric));
  label(row, "dhcp_protocol_map", text(dhcp.dcProtocolMap));
  fillPerson(row, value, zeroOf);
}

/** The id a person logged on with; it stands in for a missing user id. */
export function fillRawUserId(row: Row, value: unknown): void {
  const rawUserId = text(value);
  if (row.user_id === undefined) row.user_id = rawUserId;
  else if (rawUserId !== row.user_id) label(row, "raw_user_id", rawUserId);
}

/** The profile a Device and a User share. */
export function fillPerson(row: Row, person: JsonObject, zeroOf: ZeroOf): void {
  label(row, "tags", joined(person.tags));
  label(row, "first_name", text(person.firstName));
  label(row, "last_name", text(person.lastName));
  label(row, "email", text(person.email));
  label(row, "mobile", text(person.mobile));
  label(row, "postal_code", text(person.postalCode));
  label(row, "gender", enumName(gender, person.gender));
  const attributes = listOf(person.attributes);
  if (attributes.length > 0) label(row, "attributes", attributes.map(attributeText).join(";"));
  for (const network of listOf(person.socialNetworkInfo).map(fieldsOf)) {
    const zero = zeroOf(socialNetworkInfo, network);
    const name = enumName(socialNetwork, network.socialNetwork, zero)?.toLowerCase();
    if (name !== undefined) label(row, `${name}_handle`, text(network.socialHandle));
  }
}

function attributeText(value: unknown): string {
  const { name, values } = fieldsOf(value);
  return `${text(name) ?? ""}=${joined(values) ?? ""}`;
}
