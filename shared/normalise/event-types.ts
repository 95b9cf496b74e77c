/**
 * Every event type with a mapping: the one place an event type is declared. Where its payload is, which message it is,
 * what it is about, which state it leaves, and who reads it.
 */
import { type Message, type MessageName, messageNamed } from "../contract/contract.ts";
import type { Aspect } from "../event/aspect.ts";
import type { JsonObject } from "../event/event-record.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { EventFamily, Row, SubjectKind } from "../row.ts";
import { normaliseAdminChange, normaliseAppActivation } from "./activation.ts";
import { normaliseAssetLocation } from "./asset.ts";
import { normaliseCameraCounts, normaliseRawCameraCounts } from "./camera.ts";
import { normaliseDeviceAssociation, normaliseDeviceRssi, normaliseWifiDevice } from "./connection.ts";
import { normaliseApTopology, normaliseBuildingFeature } from "./floor-map.ts";
import { normaliseBleRssi, normaliseIotTelemetry, normaliseIotUserAction } from "./iot.ts";
import { normaliseNetworkStatus, normaliseNetworkTelemetry } from "./network.ts";
import { normaliseLocationAnchor, normaliseLocationChange } from "./place.ts";
import {
  normaliseDeviceEntry,
  normaliseDeviceExit,
  normaliseDevicePresence,
  normaliseUserPresence,
} from "./presence.ts";
import { normaliseRoomPeopleCount, normaliseSpaceOccupancy, normaliseWebexTelemetry } from "./room.ts";
import { normaliseDeviceCounts, normaliseDeviceLocation, normaliseDeviceProfile } from "./wifi.ts";

export interface EventTypeMapping {
  readonly family: EventFamily;
  /** What it is about; a subject that does not stand where the reader looks is searched for as one of these. */
  readonly subject: SubjectKind;
  /** The state it leaves of its subject; `none` where what it says replaces nothing that is known. */
  readonly aspect: Aspect | "none";
  /** The payload's field in the event. */
  readonly field: string;
  /** Its message in the protobuf contract; absent for what the public contract does not have. */
  readonly message?: MessageName;
  /** `zeroOf` says what absence means in a message of this event. */
  readonly normalise: (row: Row, payload: JsonObject, zeroOf: ZeroOf) => void;
}

/** In the order of Cisco's documentation; v2.0 types come last. */
export const eventTypes = {
  DEVICE_ENTRY: {
    family: "wifi",
    subject: "device",
    aspect: "presence",
    field: "deviceEntry",
    message: "DeviceEntry",
    normalise: normaliseDeviceEntry,
  },
  DEVICE_EXIT: {
    family: "wifi",
    subject: "device",
    aspect: "presence",
    field: "deviceExit",
    message: "DeviceExit",
    normalise: normaliseDeviceExit,
  },
  PROFILE_UPDATE: {
    family: "wifi",
    subject: "device",
    aspect: "profile",
    field: "deviceProfileUpdate",
    message: "Device",
    normalise: normaliseDeviceProfile,
  },
  LOCATION_CHANGE: {
    family: "location",
    subject: "location",
    aspect: "hierarchy",
    field: "locationHierarchyChange",
    message: "LocationChange",
    normalise: normaliseLocationChange,
  },
  APP_ACTIVATION: {
    family: "activation",
    subject: "tenant",
    aspect: "activation",
    field: "appActivation",
    message: "AppActivation",
    normalise: normaliseAppActivation,
  },
  APP_DE_ACTIVATION: {
    family: "activation",
    subject: "tenant",
    aspect: "activation",
    field: "appActivation",
    message: "AppActivation",
    normalise: normaliseAppActivation,
  },
  ACCOUNT_ADMIN_ACTIVATION: {
    family: "activation",
    subject: "admin",
    aspect: "activation",
    field: "accountAdminChange",
    message: "AccountAdminChange",
    normalise: normaliseAdminChange,
  },
  DEVICE_LOCATION_UPDATE: {
    family: "wifi",
    subject: "device",
    aspect: "position",
    field: "deviceLocationUpdate",
    message: "DeviceLocation",
    normalise: normaliseDeviceLocation,
  },
  TP_PEOPLE_COUNT_UPDATE: {
    family: "webex",
    subject: "room_device",
    aspect: "telemetry",
    field: "tpPeopleCountUpdate",
    message: "TPPeopleCountUpdate",
    normalise: normaliseRoomPeopleCount,
  },
  DEVICE_PRESENCE: {
    family: "wifi",
    subject: "device",
    aspect: "presence",
    field: "devicePresence",
    message: "DevicePresence",
    normalise: normaliseDevicePresence,
  },
  USER_PRESENCE: {
    family: "user",
    subject: "user",
    aspect: "presence",
    field: "userPresence",
    message: "UserPresence",
    normalise: normaliseUserPresence,
  },
  IOT_TELEMETRY: {
    family: "iot",
    subject: "sensor",
    aspect: "telemetry",
    field: "iotTelemetry",
    message: "IOTTelemetry",
    normalise: normaliseIotTelemetry,
  },
  IOT_USER_ACTION: {
    family: "iot",
    subject: "sensor",
    aspect: "status",
    field: "iotUserAction",
    message: "IOTUserAction",
    normalise: normaliseIotUserAction,
  },
  DEVICE_COUNT: {
    family: "wifi",
    subject: "location",
    aspect: "count",
    field: "deviceCounts",
    message: "DeviceCounts",
    normalise: normaliseDeviceCounts,
  },
  CAMERA_COUNT: {
    family: "camera",
    subject: "location",
    aspect: "count",
    field: "cameraCounts",
    message: "CameraCounts",
    normalise: normaliseCameraCounts,
  },
  RAW_CAMERA_COUNT: {
    family: "camera",
    subject: "camera",
    aspect: "count",
    field: "rawCameraCounts",
    message: "RawCameraCounts",
    normalise: normaliseRawCameraCounts,
  },
  NETWORK_TELEMETRY: {
    family: "network",
    subject: "location",
    aspect: "telemetry",
    field: "networkTelemetry",
    message: "NetworkTelemetry",
    normalise: normaliseNetworkTelemetry,
  },
  LOCATION_ANCHOR_UPDATE: {
    family: "location",
    subject: "anchor",
    aspect: "status",
    field: "locationAnchorUpdate",
    message: "LocationAnchorUpdate",
    normalise: normaliseLocationAnchor,
  },
  NETWORK_STATUS_UPDATE: {
    family: "network",
    subject: "connector",
    aspect: "status",
    field: "networkStatusUpdate",
    message: "NetworkStatusUpdate",
    normalise: normaliseNetworkStatus,
  },
  DEVICE_ASSOCIATION: {
    family: "wifi",
    subject: "device",
    aspect: "status",
    field: "deviceAssociation",
    normalise: normaliseDeviceAssociation,
  },
  DEVICE_RSSI_UPDATE: {
    family: "wifi",
    subject: "device",
    aspect: "telemetry",
    field: "deviceRssiUpdate",
    normalise: normaliseDeviceRssi,
  },
  WIFI_DEVICE_UPDATE: {
    family: "wifi",
    subject: "device",
    aspect: "none",
    field: "wifiDeviceUpdate",
    normalise: normaliseWifiDevice,
  },
  ASSET_LOCATION_UPDATE: {
    family: "asset",
    subject: "asset",
    aspect: "position",
    field: "assetLocationUpdate",
    normalise: normaliseAssetLocation,
  },
  AP_TOPOLOGY_CHANGE: {
    family: "network",
    subject: "location",
    aspect: "none",
    field: "apTopologyChange",
    normalise: normaliseApTopology,
  },
  BUILDING_FEATURE: {
    family: "location",
    subject: "location",
    aspect: "none",
    field: "buildingFeature",
    normalise: normaliseBuildingFeature,
  },
  BLE_RSSI_UPDATE: {
    family: "iot",
    subject: "sensor",
    aspect: "telemetry",
    field: "bleRssiUpdate",
    normalise: normaliseBleRssi,
  },
  WEBEX_TELEMETRY: {
    family: "webex",
    subject: "room_device",
    aspect: "telemetry",
    field: "webexTelemetryUpdate",
    normalise: normaliseWebexTelemetry,
  },
  SPACE_OCCUPANCY: {
    family: "occupancy",
    subject: "space",
    aspect: "count",
    field: "spaceOccupancy",
    normalise: normaliseSpaceOccupancy,
  },
  SPACE_OCCUPANCY_CHANGE: {
    family: "occupancy",
    subject: "space",
    aspect: "count",
    field: "spaceOccupancyChange",
    normalise: normaliseSpaceOccupancy,
  },
} as const satisfies Readonly<Record<string, EventTypeMapping>>;

/** A mapping with its message linked. */
type LinkedMapping = Omit<EventTypeMapping, "message"> & { readonly message: Message | undefined };

const linked = new Map<string, LinkedMapping>();

/** The mapping of an event type; `undefined` for one nobody listed. */
export function mappingOf(eventType: string): LinkedMapping | undefined {
  const known = linked.get(eventType);
  if (known !== undefined || !isListed(eventType)) return known;
  const mapping: EventTypeMapping = eventTypes[eventType];
  const link = { ...mapping, message: mapping.message === undefined ? undefined : messageNamed(mapping.message) };
  linked.set(eventType, link);
  return link;
}

function isListed(eventType: string): eventType is keyof typeof eventTypes {
  return Object.hasOwn(eventTypes, eventType);
}
