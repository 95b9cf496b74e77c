/**
 * Every label a row can have, with its class of personal data: the one place a label is declared. A label nobody
 * declared does not compile. Its values are looked at by form all the same.
 */
import type { FieldClass } from "./privacy/field-classes.ts";

/** Not personal by its name. */
const no = undefined;

const labels = {
  action: no,
  activation: no,
  activation_name: no,
  air_quality_status: no,
  ambient_light: no,
  anchor_uuid: no,
  association_state: no,
  attributes: "attributes",
  ble_payload: no,
  booking_status: no,
  camera_zone_id: no,
  category: no,
  ccx_vendor_data: no,
  ccx_vendor_element_id: no,
  ccx_vendor_id: no,
  change_type: no,
  city: no,
  company_id: no,
  compute_type: no,
  connection: no,
  connector_id: no,
  connector_name: no,
  controller_type: no,
  country: no,
  device_classification: no,
  device_group: no,
  device_ids: no,
  device_label: no,
  device_model: no,
  device_name: no,
  dhcp_certainty_metric: no,
  dhcp_device_class_tag: no,
  dhcp_profile_name: no,
  dhcp_protocol_map: no,
  docker_version: no,
  eddystone_mac_address: "mac_address",
  eddystone_namespace: no,
  eddystone_uid: no,
  eddystone_url: no,
  email: "email",
  entry_date_time: no,
  exit_date_time: no,
  feature_id: no,
  feature_name: no,
  feature_type: no,
  firmware_version: no,
  first_name: "name",
  gender: "gender",
  ibeacon_mac_address: "mac_address",
  ibeacon_uuid: no,
  instance_name: no,
  iot_groups: no,
  last_name: "name",
  last_user_action: no,
  login_email: "email",
  mac_filters: "mac_address",
  map_mime_type: no,
  metadata: no,
  mobile: "phone",
  occupancy_type: no,
  opt_ins: no,
  org_id: no,
  ova_version: no,
  postal_code: "postal_code",
  presence_event: no,
  push_button_action: no,
  push_button_labels: no,
  raw_device_id: no,
  raw_payload: no,
  raw_user_id: "user_id",
  reference_id: no,
  serial_number: no,
  service_uuid: no,
  space_name: no,
  space_subtype: no,
  space_type: no,
  state: no,
  status: no,
  tags: no,
  time_zone: no,
  vendor_id: no,
  vendor_manufacturer_id: no,
  visit_classification: no,
  window_start_date_time: no,
  workspace_id: no,
} as const satisfies Readonly<Record<string, FieldClass | undefined>>;

/** Labels made of data: the handle in a social network, a CCX element by its type and unit. */
type LabelOfData = `${string}_handle` | `ccx_${string}`;

export type LabelName = keyof typeof labels | LabelOfData;

/** The class of a label; a social network nobody listed has a label of its own, and its handle is one all the same. */
export function classOfLabel(name: string): FieldClass | undefined {
  if (Object.hasOwn(labels, name)) return labels[name as keyof typeof labels];
  return name.endsWith("_handle") ? "social_handle" : undefined;
}
