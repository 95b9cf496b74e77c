/** Every event type with a mapping: where its payload is, which message it is, which family, and who reads it. */
import type { MessageName } from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import type { EventFamily, Row } from "../row.ts";
import { normaliseAdminChange, normaliseAppActivation } from "./activation.ts";
import { normaliseCameraCounts, normaliseRawCameraCounts } from "./camera.ts";
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
  /** The payload's field in the event. */
  readonly field: string;
  /** Its message in the protobuf contract; absent for what the public contract does not have. */
  readonly message?: MessageName;
  readonly normalise: (row: Row, payload: JsonObject) => void;
}

/** Insertion order is the order of Cisco's documentation; v2.0 types come last. */
export const eventTypes: ReadonlyMap<string, EventTypeMapping> = new Map<string, EventTypeMapping>([
  ["DEVICE_ENTRY", { family: "wifi", field: "deviceEntry", message: "DeviceEntry", normalise: normaliseDeviceEntry }],
  ["DEVICE_EXIT", { family: "wifi", field: "deviceExit", message: "DeviceExit", normalise: normaliseDeviceExit }],
  [
    "PROFILE_UPDATE",
    { family: "wifi", field: "deviceProfileUpdate", message: "Device", normalise: normaliseDeviceProfile },
  ],
  [
    "LOCATION_CHANGE",
    {
      family: "location",
      field: "locationHierarchyChange",
      message: "LocationChange",
      normalise: normaliseLocationChange,
    },
  ],
  [
    "APP_ACTIVATION",
    { family: "activation", field: "appActivation", message: "AppActivation", normalise: normaliseAppActivation },
  ],
  [
    "APP_DE_ACTIVATION",
    { family: "activation", field: "appActivation", message: "AppActivation", normalise: normaliseAppActivation },
  ],
  [
    "ACCOUNT_ADMIN_ACTIVATION",
    {
      family: "activation",
      field: "accountAdminChange",
      message: "AccountAdminChange",
      normalise: normaliseAdminChange,
    },
  ],
  [
    "DEVICE_LOCATION_UPDATE",
    { family: "wifi", field: "deviceLocationUpdate", message: "DeviceLocation", normalise: normaliseDeviceLocation },
  ],
  [
    "TP_PEOPLE_COUNT_UPDATE",
    {
      family: "webex",
      field: "tpPeopleCountUpdate",
      message: "TPPeopleCountUpdate",
      normalise: normaliseRoomPeopleCount,
    },
  ],
  [
    "DEVICE_PRESENCE",
    { family: "wifi", field: "devicePresence", message: "DevicePresence", normalise: normaliseDevicePresence },
  ],
  [
    "USER_PRESENCE",
    { family: "user", field: "userPresence", message: "UserPresence", normalise: normaliseUserPresence },
  ],
  [
    "IOT_TELEMETRY",
    { family: "iot", field: "iotTelemetry", message: "IOTTelemetry", normalise: normaliseIotTelemetry },
  ],
  [
    "IOT_USER_ACTION",
    { family: "iot", field: "iotUserAction", message: "IOTUserAction", normalise: normaliseIotUserAction },
  ],
  [
    "DEVICE_COUNT",
    { family: "wifi", field: "deviceCounts", message: "DeviceCounts", normalise: normaliseDeviceCounts },
  ],
  [
    "CAMERA_COUNT",
    { family: "camera", field: "cameraCounts", message: "CameraCounts", normalise: normaliseCameraCounts },
  ],
  [
    "RAW_CAMERA_COUNT",
    { family: "camera", field: "rawCameraCounts", message: "RawCameraCounts", normalise: normaliseRawCameraCounts },
  ],
  [
    "NETWORK_TELEMETRY",
    { family: "network", field: "networkTelemetry", message: "NetworkTelemetry", normalise: normaliseNetworkTelemetry },
  ],
  [
    "LOCATION_ANCHOR_UPDATE",
    {
      family: "location",
      field: "locationAnchorUpdate",
      message: "LocationAnchorUpdate",
      normalise: normaliseLocationAnchor,
    },
  ],
  [
    "NETWORK_STATUS_UPDATE",
    {
      family: "network",
      field: "networkStatusUpdate",
      message: "NetworkStatusUpdate",
      normalise: normaliseNetworkStatus,
    },
  ],
  ["BLE_RSSI_UPDATE", { family: "iot", field: "bleRssiUpdate", normalise: normaliseBleRssi }],
  ["WEBEX_TELEMETRY", { family: "webex", field: "webexTelemetryUpdate", normalise: normaliseWebexTelemetry }],
  ["SPACE_OCCUPANCY", { family: "occupancy", field: "spaceOccupancy", normalise: normaliseSpaceOccupancy }],
  [
    "SPACE_OCCUPANCY_CHANGE",
    { family: "occupancy", field: "spaceOccupancyChange", normalise: normaliseSpaceOccupancy },
  ],
]);
