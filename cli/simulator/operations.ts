/** What is rare: network health and status, changes to the place, customers and admins, a partner's own event. */
import { type Building, newLocation } from "./building.ts";
import type { Said } from "./event.ts";
import type { Random } from "./random.ts";

export function networkTelemetry(building: Building, random: Random): Said {
  const bands = ["2.4GHz", "5GHz"];
  const networkAvailability = bands.map((band) => {
    const numOfSuccess = random.int(96, 100);
    return {
      numOfTests: 100,
      numOfSuccess,
      successPercentage: numOfSuccess,
      numOfDnsLookup: 100,
      numOfDnsLookupSuccess: 100,
      dnsLookupSuccessPercentage: 100,
      band,
    };
  });
  const apTelemetries = [
    { apTelemetryType: "CLIENTS_PER_AP", average: 7.5, min: 0, max: 31 },
    { apTelemetryType: "SNR", average: 34.5, min: 12, max: 60 },
    { apTelemetryType: "CHANNEL_UTILIZATION", average: 21.5, min: 3, max: 77 },
    { apTelemetryType: "RSSI", average: -61.5, min: -89, max: -38 },
  ];
  const networkPerformance = bands.map((band) => ({
    avgUploadBandwidthMbps: random.int(20, 90),
    avgDownloadBandwidthMbps: random.int(40, 300),
    avgPacketLossPercentage: 0.5,
    avgRttMs: random.int(4, 30),
    avgDnsLookupTimeMs: random.int(3, 20),
    band,
    jitter: 1.5,
    mos: 4.25,
  }));
  const payload = {
    networkHealth: { networkAvailability, apTelemetries },
    networkPerformance,
    location: building.location,
  };
  return { eventType: "NETWORK_TELEMETRY", field: "networkTelemetry", payload };
}

export function connectorStatus(nowMs: number, random: Random): Said {
  const connectorInfo = {
    id: "connector-1",
    name: "Connector 1",
    ipAddress: "192.0.2.2",
    ovaVersion: "3.2.1",
    dockerVersion: "27.1",
  };
  const payload = {
    deviceType: "NDT_CONNECTOR",
    status: random.pick(["NDS_CONNECTED", "NDS_ACTIVE"]),
    lastHeard: nowMs,
    connectorInfo,
  };
  return { eventType: "NETWORK_STATUS_UPDATE", field: "networkStatusUpdate", payload };
}

export function controllerStatus(nowMs: number): Said {
  const controllerInfo = {
    id: "controller-1",
    name: "Controller 1",
    ipAddress: "192.0.2.3",
    version: "17.15.1",
    connectorId: "connector-1",
    connectorName: "Connector 1",
    type: "Catalyst 9800",
  };
  const payload = { deviceType: "NDT_CONTROLLER", status: "NDS_CONNECTED", lastHeard: nowMs, controllerInfo };
  return { eventType: "NETWORK_STATUS_UPDATE", field: "networkStatusUpdate", payload };
}

export function locationChange(building: Building, random: Random): Said {
  const location = newLocation(random, "New zone", ["ZONE"], building.floors[0]?.location);
  const locationDetails = {
    timeZone: "Europe/Berlin",
    city: "Berlin",
    state: "",
    country: "DE",
    category: "Office",
    metadata: [],
    latitude: 52.5,
    longitude: 13.4,
  };
  return {
    eventType: "LOCATION_CHANGE",
    field: "locationHierarchyChange",
    payload: { changeType: "ADD", location, locationDetails },
  };
}

export function anchorUpdate(building: Building, random: Random): Said {
  const floor = random.pick(building.floors);
  const locationAnchorInfo = {
    identifier: `anchor-${random.hex(6)}`,
    uuid: "f7826da6-4fa2-4e98-8024-bc5b71e0893e",
    major: 1,
    minor: 2,
    txPower: -12,
    advTxPower: -59,
    frequency: 100,
    xPos: "12.5",
    yPos: "30",
    zPos: "9",
    latitude: 0,
    longitude: 0,
    mapId: floor.mapId,
  };
  return {
    eventType: "LOCATION_ANCHOR_UPDATE",
    field: "locationAnchorUpdate",
    payload: { changeType: "ADD_UPDATE", location: floor.location, locationAnchorInfo },
  };
}

export function appActivation(building: Building, eventType: "APP_ACTIVATION" | "APP_DE_ACTIVATION"): Said {
  const payload = {
    ...building.tenant,
    name: "Receiver",
    referenceId: "reference-1",
    instanceName: "instance-1",
    macFilters: [],
    iotGroups: [],
  };
  return { eventType, field: "appActivation", payload };
}

export function adminChange(): Said {
  return {
    eventType: "ACCOUNT_ADMIN_ACTIVATION",
    field: "accountAdminChange",
    payload: { changeType: "ADD", loginEmail: "admin@example.com" },
  };
}

export function partnerEvent(building: Building): Said {
  return {
    eventType: "PARTNER_DOOR_SCHEDULE",
    field: "partnerDoorSchedule",
    payload: { location: building.location, schedule: { opens: "07:00", closes: "20:00" } },
  };
}

export const keepAlive: Said = { eventType: "KEEP_ALIVE" };
