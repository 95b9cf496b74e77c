/**
 * The row: the public contract of this system. One shape with the same names in DynamoDB, Parquet / Athena,
 * BigQuery, Azure tables and Firestore. Adding a column is fine; renaming one is a breaking change.
 *
 * `columns` is the one place a column is declared: stores, the Glue schema and the CLI all derive from it.
 * A column whose value is absent is `undefined` on a row and simply missing from every store.
 */

/** `timestamp` is epoch milliseconds in code and DynamoDB, a timestamp in the lake. */
export type ColumnType =
  | "string"
  | "int"
  | "double"
  | "timestamp"
  | "string[]"
  | "map<string,double>"
  | "map<string,string>";

export interface Column {
  readonly name: keyof Row;
  readonly type: ColumnType;
  /** Present only in the lake: too long for a history item that must cost one write unit. */
  readonly lakeOnly?: true;
  readonly description: string;
}

export type EventFamily =
  | "wifi"
  | "user"
  | "iot"
  | "camera"
  | "occupancy"
  | "location"
  | "network"
  | "webex"
  | "activation"
  | "other";

/** What an event is about. */
export type SubjectKind =
  | "device"
  | "user"
  | "sensor"
  | "location"
  | "space"
  | "camera"
  | "anchor"
  | "connector"
  | "controller"
  | "room_device"
  | "tenant"
  | "admin"
  | "unknown";

export type Presence = "entry" | "inactive" | "active" | "exit" | "ssid_change" | "user_change";

export interface Row {
  record_uid: string;
  event_type: string;
  event_family: EventFamily;
  occurred_at: number;
  received_at: number;
  tenant_id: string | undefined;
  tenant_name: string | undefined;
  partner_tenant_id: string | undefined;
  subject_kind: SubjectKind;
  subject_id: string;
  device_id: string | undefined;
  mac_address: string | undefined;
  user_id: string | undefined;
  device_type: string | undefined;
  manufacturer: string | undefined;
  os: string | undefined;
  os_version: string | undefined;
  ip_address: string | undefined;
  ssid: string | undefined;
  visit_id: string | undefined;
  location_id: string | undefined;
  location_name: string | undefined;
  location_types: readonly string[] | undefined;
  zone_id: string | undefined;
  zone_name: string | undefined;
  floor_id: string | undefined;
  floor_name: string | undefined;
  floor_number: number | undefined;
  building_id: string | undefined;
  building_name: string | undefined;
  campus_id: string | undefined;
  campus_name: string | undefined;
  location_path: string | undefined;
  map_id: string | undefined;
  x: number | undefined;
  y: number | undefined;
  latitude: number | undefined;
  longitude: number | undefined;
  confidence: number | undefined;
  uncertainty: number | undefined;
  max_rssi: number | undefined;
  presence: Presence | undefined;
  entered_at: number | undefined;
  exited_at: number | undefined;
  last_seen_at: number | undefined;
  dwell_minutes: number | undefined;
  people_count: number | undefined;
  active_count: number | undefined;
  inactive_count: number | undefined;
  associated_count: number | undefined;
  probing_count: number | undefined;
  count_delta: number | undefined;
  measurements: Record<string, number> | undefined;
  labels: Record<string, string> | undefined;
  payload: string | undefined;
  pipeline: string;
}

function column(name: keyof Row, type: ColumnType, description: string): Column {
  return { name, type, description };
}

/** Every column, in the order rows are printed and tables are declared. */
export const columns: readonly Column[] = [
  column("record_uid", "string", "Cisco's unique id of the event; the de-duplication key"),
  column("event_type", "string", "Event type as sent"),
  column("event_family", "string", "wifi, user, iot, camera, occupancy, location, network, webex, activation or other"),
  column("occurred_at", "timestamp", "When it happened (recordTimestamp)"),
  column("received_at", "timestamp", "When the transport received it"),
  column("tenant_id", "string", "Spaces tenant (customer account)"),
  column("tenant_name", "string", "Name of the tenant"),
  column("partner_tenant_id", "string", "The partner's own id of the tenant"),
  column("subject_kind", "string", "What the event is about"),
  column("subject_id", "string", "Id of what the event is about"),
  column("device_id", "string", "Device id"),
  column("mac_address", "string", "MAC address, after the privacy policy"),
  column("user_id", "string", "User id, after the privacy policy"),
  column("device_type", "string", "Type of the device"),
  column("manufacturer", "string", "Manufacturer of the device"),
  column("os", "string", "Operating system"),
  column("os_version", "string", "Operating system version"),
  column("ip_address", "string", "IP address, after the privacy policy"),
  column("ssid", "string", "Network name"),
  column("visit_id", "string", "Id of the visit"),
  column("location_id", "string", "The leaf location"),
  column("location_name", "string", "Name of the leaf location"),
  column("location_types", "string[]", "Inferred types of the leaf location"),
  column("zone_id", "string", "First ancestor-or-self of type ZONE"),
  column("zone_name", "string", "Its name"),
  column("floor_id", "string", "First ancestor-or-self of type FLOOR"),
  column("floor_name", "string", "Its name"),
  column("floor_number", "int", "Its floor number; 0 is not told apart from unset in the contract and is left out"),
  column("building_id", "string", "First ancestor-or-self of type BUILDING"),
  column("building_name", "string", "Its name"),
  column("campus_id", "string", "First ancestor-or-self of type CAMPUS"),
  column("campus_name", "string", "Its name"),
  column("location_path", "string", "Location ids from root to leaf, joined by /"),
  column("map_id", "string", "Map the coordinates refer to"),
  column("x", "double", "Feet from the map's origin"),
  column("y", "double", "Feet from the map's origin"),
  column("latitude", "double", "Degrees"),
  column("longitude", "double", "Degrees"),
  column("confidence", "double", "Confidence factor as sent"),
  column("uncertainty", "double", "Uncertainty as sent (unc)"),
  column("max_rssi", "double", "Strongest signal, dBm"),
  column("presence", "string", "entry, inactive, active, exit, ssid_change or user_change"),
  column("entered_at", "timestamp", "When the visit began"),
  column("exited_at", "timestamp", "When the visit ended"),
  column("last_seen_at", "timestamp", "When the subject was last seen"),
  column("dwell_minutes", "int", "Length of the visit in minutes"),
  column("people_count", "int", "People counted"),
  column("active_count", "int", "Active devices or users at the location"),
  column("inactive_count", "int", "Inactive devices or users at the location"),
  column("associated_count", "int", "Associated devices"),
  column("probing_count", "int", "Estimated probing devices"),
  column("count_delta", "int", "Change since the last count"),
  column("measurements", "map<string,double>", "Every numeric reading, the key carries the unit; booleans as 0/1"),
  column("labels", "map<string,string>", "Every textual fact that has no column"),
  {
    name: "payload",
    type: "string",
    lakeOnly: true,
    description: "The whole payload as canonical JSON, after the privacy policy",
  },
  column("pipeline", "string", "Name and version of the core that wrote the row"),
];

/**
 * A row with every column absent but the envelope. One literal, so that all rows share one hidden class: the
 * stores and the serialisers stay monomorphic.
 */
export function newRow(
  recordUid: string,
  eventType: string,
  occurredAt: number,
  receivedAt: number,
  pipeline: string,
): Row {
  return {
    record_uid: recordUid,
    event_type: eventType,
    event_family: "other",
    occurred_at: occurredAt,
    received_at: receivedAt,
    tenant_id: undefined,
    tenant_name: undefined,
    partner_tenant_id: undefined,
    subject_kind: "unknown",
    subject_id: eventType,
    device_id: undefined,
    mac_address: undefined,
    user_id: undefined,
    device_type: undefined,
    manufacturer: undefined,
    os: undefined,
    os_version: undefined,
    ip_address: undefined,
    ssid: undefined,
    visit_id: undefined,
    location_id: undefined,
    location_name: undefined,
    location_types: undefined,
    zone_id: undefined,
    zone_name: undefined,
    floor_id: undefined,
    floor_name: undefined,
    floor_number: undefined,
    building_id: undefined,
    building_name: undefined,
    campus_id: undefined,
    campus_name: undefined,
    location_path: undefined,
    map_id: undefined,
    x: undefined,
    y: undefined,
    latitude: undefined,
    longitude: undefined,
    confidence: undefined,
    uncertainty: undefined,
    max_rssi: undefined,
    presence: undefined,
    entered_at: undefined,
    exited_at: undefined,
    last_seen_at: undefined,
    dwell_minutes: undefined,
    people_count: undefined,
    active_count: undefined,
    inactive_count: undefined,
    associated_count: undefined,
    probing_count: undefined,
    count_delta: undefined,
    measurements: undefined,
    labels: undefined,
    payload: undefined,
    pipeline,
  };
}
