/**
 * The row: the public contract of this system. One shape with the same names in DynamoDB, Parquet / Athena,
 * BigQuery, Azure tables and Firestore. Adding a column is fine; renaming one is a breaking change.
 *
 * `columns` is the one place a column is declared: the type `Row`, `newRow`, the privacy policy, the stores, the lakes'
 * schemas and the CLI all derive from it. A column whose value is absent is `undefined` on a row and simply missing
 * from every store.
 */
import type { FieldClass } from "./privacy/field-classes.ts";

/** `timestamp` is epoch milliseconds in code and DynamoDB, a timestamp in the lake. */
export type ColumnType =
  | "string"
  | "int"
  | "double"
  | "timestamp"
  | "string[]"
  | "map<string,double>"
  | "map<string,string>";

interface Declaration {
  readonly type: ColumnType;
  /** What the privacy policy sees in it; `undefined` for what is not personal by its name (its values are looked at all the same). */
  readonly personal: FieldClass | undefined;
  /** Every row has it. */
  readonly required?: true;
  /** Its only values. */
  readonly values?: readonly string[];
  /** Present only in the lake: too long for a history item that must cost one write unit. */
  readonly lakeOnly?: true;
  readonly description: string;
}

const eventFamilies = [
  "wifi",
  "user",
  "iot",
  "asset",
  "camera",
  "occupancy",
  "location",
  "network",
  "webex",
  "activation",
  "other",
] as const;
/** What an event is about. */
export const subjectKinds = [
  "device",
  "user",
  "asset",
  "sensor",
  "location",
  "space",
  "camera",
  "anchor",
  "connector",
  "controller",
  "room_device",
  "tenant",
  "admin",
  "unknown",
] as const;
const presences = ["entry", "inactive", "active", "exit", "ssid_change", "user_change"] as const;

export type EventFamily = (typeof eventFamilies)[number];
export type SubjectKind = (typeof subjectKinds)[number];
export type Presence = (typeof presences)[number];

export function isSubjectKind(text: string): text is SubjectKind {
  return subjectKinds.some((kind) => kind === text);
}

const no = undefined;

/** Every column, in the order rows are printed and tables are declared. */
const columns = {
  record_uid: {
    type: "string",
    personal: no,
    required: true,
    description: "Cisco's id of the event; with occurred_at, tenant and subject it identifies it",
  },
  event_type: { type: "string", personal: no, required: true, description: "Event type as sent" },
  event_family: {
    type: "string",
    personal: no,
    required: true,
    values: eventFamilies,
    description: "wifi, user, iot, asset, camera, occupancy, location, network, webex, activation or other",
  },
  occurred_at: { type: "timestamp", personal: no, required: true, description: "When it happened (recordTimestamp)" },
  received_at: { type: "timestamp", personal: no, required: true, description: "When the transport received it" },
  tenant_id: { type: "string", personal: no, description: "Spaces tenant (customer account)" },
  tenant_name: { type: "string", personal: no, description: "Name of the tenant" },
  partner_tenant_id: { type: "string", personal: no, description: "The partner's own id of the tenant" },
  subject_kind: {
    type: "string",
    personal: no,
    required: true,
    values: subjectKinds,
    description: "What the event is about",
  },
  subject_id: { type: "string", personal: no, required: true, description: "Id of what the event is about" },
  device_id: { type: "string", personal: no, description: "Device id" },
  mac_address: { type: "string", personal: "mac_address", description: "MAC address, after the privacy policy" },
  user_id: { type: "string", personal: "user_id", description: "User id, after the privacy policy" },
  device_type: { type: "string", personal: no, description: "Type of the device" },
  manufacturer: { type: "string", personal: no, description: "Manufacturer of the device" },
  os: { type: "string", personal: no, description: "Operating system" },
  os_version: { type: "string", personal: no, description: "Operating system version" },
  ip_address: { type: "string", personal: "ip_address", description: "IP address, after the privacy policy" },
  ssid: { type: "string", personal: "ssid", description: "Network name" },
  visit_id: { type: "string", personal: no, description: "Id of the visit" },
  location_id: { type: "string", personal: no, description: "The leaf location" },
  location_name: { type: "string", personal: no, description: "Name of the leaf location" },
  location_types: { type: "string[]", personal: no, description: "Inferred types of the leaf location" },
  zone_id: { type: "string", personal: no, description: "First ancestor-or-self of type ZONE" },
  zone_name: { type: "string", personal: no, description: "Its name" },
  floor_id: { type: "string", personal: no, description: "First ancestor-or-self of type FLOOR" },
  floor_name: { type: "string", personal: no, description: "Its name" },
  floor_number: {
    type: "int",
    personal: no,
    description: "Its floor number; 0 is not told apart from unset in the contract and is left out",
  },
  building_id: { type: "string", personal: no, description: "First ancestor-or-self of type BUILDING" },
  building_name: { type: "string", personal: no, description: "Its name" },
  campus_id: { type: "string", personal: no, description: "First ancestor-or-self of type CAMPUS" },
  campus_name: { type: "string", personal: no, description: "Its name" },
  location_path: { type: "string", personal: no, description: "Location ids from root to leaf, joined by /" },
  map_id: { type: "string", personal: no, description: "Map the coordinates refer to" },
  x: { type: "double", personal: no, description: "Feet from the map's origin" },
  y: { type: "double", personal: no, description: "Feet from the map's origin" },
  latitude: { type: "double", personal: no, description: "Degrees" },
  longitude: { type: "double", personal: no, description: "Degrees" },
  confidence: { type: "double", personal: no, description: "Confidence factor as sent" },
  uncertainty: { type: "double", personal: no, description: "Uncertainty as sent (unc)" },
  max_rssi: { type: "double", personal: no, description: "Strongest signal, dBm" },
  presence: {
    type: "string",
    personal: no,
    values: presences,
    description: "entry, inactive, active, exit, ssid_change or user_change",
  },
  entered_at: { type: "timestamp", personal: no, description: "When the visit began" },
  exited_at: { type: "timestamp", personal: no, description: "When the visit ended" },
  last_seen_at: { type: "timestamp", personal: no, description: "When the subject was last seen" },
  dwell_minutes: { type: "int", personal: no, description: "Length of the visit in minutes" },
  people_count: { type: "int", personal: no, description: "People counted" },
  active_count: { type: "int", personal: no, description: "Active devices or users at the location" },
  inactive_count: { type: "int", personal: no, description: "Inactive devices or users at the location" },
  associated_count: { type: "int", personal: no, description: "Associated devices" },
  probing_count: { type: "int", personal: no, description: "Estimated probing devices" },
  count_delta: { type: "int", personal: no, description: "Change since the last count" },
  measurements: {
    type: "map<string,double>",
    personal: no,
    description: "Every numeric reading, the key carries the unit; booleans as 0/1",
  },
  labels: { type: "map<string,string>", personal: no, description: "Every textual fact that has no column" },
  payload: {
    type: "string",
    personal: no,
    lakeOnly: true,
    description: "The whole payload as canonical JSON, after the privacy policy",
  },
  pipeline: {
    type: "string",
    personal: no,
    required: true,
    description: "Name and version of the core that wrote the row",
  },
} as const satisfies Readonly<Record<string, Declaration>>;

type Columns = typeof columns;
export type ColumnName = keyof Columns;

interface ValueOfType {
  readonly string: string;
  readonly int: number;
  readonly double: number;
  readonly timestamp: number;
  readonly "string[]": readonly string[];
  readonly "map<string,double>": Record<string, number>;
  readonly "map<string,string>": Record<string, string>;
}

type ValueOf<C extends Declaration> = C extends { readonly values: readonly (infer V)[] } ? V : ValueOfType[C["type"]];

export type Row = {
  -readonly [N in ColumnName]: Columns[N] extends { readonly required: true }
    ? ValueOf<Columns[N]>
    : ValueOf<Columns[N]> | undefined;
};

const placePrefixes = ["location", "zone", "floor", "building", "campus"] as const;

/** What says where it is: a place and the zone, floor, building and campus it is in. */
export type PlaceColumn = Extract<ColumnName, `${(typeof placePrefixes)[number]}_${string}`>;

export function isPlaceColumn(name: ColumnName): name is PlaceColumn {
  return placePrefixes.some((prefix) => name.startsWith(`${prefix}_`));
}

/** Names of the columns that hold one type of value: what a reader of all texts walks over. */
export type ColumnsOfType<T extends ColumnType> = {
  [N in ColumnName]: Columns[N]["type"] extends T ? N : never;
}[ColumnName];

/** A declaration with its name: what stores and schemas walk over. */
export interface Column extends Declaration {
  readonly name: ColumnName;
}

export const columnList: readonly Column[] = (Object.keys(columns) as ColumnName[]).map((name) => ({
  name,
  ...columns[name],
}));

/** The columns the tables have. */
export const storedColumns: readonly Column[] = columnList.filter(({ lakeOnly }) => lakeOnly !== true);

/**
 * Every column, absent. Made by JSON.parse, which lays the columns out inside the object: copies of it share one
 * hidden class, so that stores and serialisers stay monomorphic.
 */
const emptyRow = JSON.parse(`{${columnList.map(({ name }) => `"${name}":null`).join(",")}}`) as Row;
for (const { name } of columnList) Object.assign(emptyRow, { [name]: undefined });

/** A row with every column absent but the envelope. */
export function newRow(
  recordUid: string,
  eventType: string,
  occurredAt: number,
  receivedAt: number,
  pipeline: string,
): Row {
  return {
    ...emptyRow,
    record_uid: recordUid,
    event_type: eventType,
    event_family: "other",
    occurred_at: occurredAt,
    received_at: receivedAt,
    subject_kind: "unknown",
    subject_id: eventType,
    pipeline,
  };
}
