/** The network's health by location, and whether connectors and controllers answer. */
import { enumNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { count, enumName, fieldsOf, keyPart, listOf, nonZero, number, text, timeMs } from "../event/values.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";

const apTelemetryType = enumNamed("NetworkTelemetry.NetworkHealth.APTelemetryType");
const networkDeviceType = enumNamed("NetworkStatusUpdate.NetworkDeviceType");
const networkDeviceStatus = enumNamed("NetworkStatusUpdate.NetworkDeviceStatus");

const apTelemetryKeys: ReadonlyMap<string | undefined, string> = new Map([
  ["CLIENTS_PER_AP", "clients_per_ap"],
  ["SNR", "snr_db"],
  ["CHANNEL_UTILIZATION", "channel_utilization_pct"],
  ["RSSI", "rssi_dbm"],
]);

export function normaliseNetworkTelemetry(row: Row, payload: JsonObject): void {
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  const health = fieldsOf(payload.networkHealth);
  for (const availability of listOf(health.networkAvailability).map(fieldsOf)) {
    const band = bandSuffix(availability);
    measure(row, `tests${band}`, count(availability.numOfTests));
    measure(row, `tests_ok${band}`, count(availability.numOfSuccess));
    measure(row, `success_pct${band}`, count(availability.successPercentage));
    measure(row, `dns_lookups${band}`, count(availability.numOfDnsLookup));
    measure(row, `dns_lookups_ok${band}`, count(availability.numOfDnsLookupSuccess));
    measure(row, `dns_success_pct${band}`, count(availability.dnsLookupSuccessPercentage));
  }
  for (const telemetry of listOf(health.apTelemetries).map(fieldsOf)) {
    const key = apTelemetryKeys.get(enumName(apTelemetryType, telemetry.apTelemetryType));
    if (key === undefined) continue;
    measure(row, `${key}_avg`, count(telemetry.average));
    measure(row, `${key}_min`, count(telemetry.min));
    measure(row, `${key}_max`, count(telemetry.max));
  }
  for (const performance of listOf(payload.networkPerformance).map(fieldsOf)) {
    const band = bandSuffix(performance);
    measure(row, `upload_mbps${band}`, count(performance.avgUploadBandwidthMbps));
    measure(row, `download_mbps${band}`, count(performance.avgDownloadBandwidthMbps));
    measure(row, `packet_loss_pct${band}`, count(performance.avgPacketLossPercentage));
    measure(row, `rtt_ms${band}`, count(performance.avgRttMs));
    measure(row, `dns_lookup_ms${band}`, count(performance.avgDnsLookupTimeMs));
    measure(row, `jitter_ms${band}`, count(performance.jitter));
    measure(row, `mos${band}`, nonZero(number(performance.mos)));
  }
}

/** `_2_4ghz` for "2.4 GHz"; nothing where the figure is of all bands. */
function bandSuffix(figures: JsonObject): string {
  const band = keyPart(text(figures.band) ?? "");
  return band === "" ? "" : `_${band}`;
}

export function normaliseNetworkStatus(row: Row, payload: JsonObject): void {
  row.device_type = enumName(networkDeviceType, payload.deviceType);
  row.last_seen_at = timeMs(payload.lastHeard);
  label(row, "status", enumName(networkDeviceStatus, payload.status)?.replace("NDS_", "").toLowerCase());
  if (isObject(payload.connectorInfo)) {
    fillNetworkDevice(row, "connector", payload.connectorInfo);
    label(row, "ova_version", text(payload.connectorInfo.ovaVersion));
    label(row, "docker_version", text(payload.connectorInfo.dockerVersion));
  } else if (isObject(payload.controllerInfo)) {
    fillNetworkDevice(row, "controller", payload.controllerInfo);
    label(row, "firmware_version", text(payload.controllerInfo.version));
    label(row, "controller_type", text(payload.controllerInfo.type));
    label(row, "connector_id", text(payload.controllerInfo.connectorId));
    label(row, "connector_name", text(payload.controllerInfo.connectorName));
  }
}

function fillNetworkDevice(row: Row, kind: "connector" | "controller", info: JsonObject): void {
  setSubject(row, kind, text(info.id));
  row.ip_address = text(info.ipAddress);
  label(row, "device_name", text(info.name));
}
