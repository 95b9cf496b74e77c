/** The network's health by location, and whether connectors and controllers answer. */
import { enumNamed, messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, keyPart, listOf, nonZero, number, text, timeMs } from "../event/values.ts";
import type { ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { setSubject } from "./device.ts";
import { label, measure } from "./facts.ts";
import { fillLocation } from "./location.ts";

const networkAvailability = messageNamed("NetworkTelemetry.NetworkHealth.NetworkAvailability");
const apTelemetry = messageNamed("NetworkTelemetry.NetworkHealth.APTelemetry");
const networkPerformance = messageNamed("NetworkTelemetry.NetworkPerformance");
const apTelemetryType = enumNamed("NetworkTelemetry.NetworkHealth.APTelemetryType");
const networkDeviceType = enumNamed("NetworkStatusUpdate.NetworkDeviceType");
const networkDeviceStatus = enumNamed("NetworkStatusUpdate.NetworkDeviceStatus");

const apTelemetryKeys: ReadonlyMap<string | undefined, string> = new Map([
  ["CLIENTS_PER_AP", "clients_per_ap"],
  ["SNR", "snr_db"],
  ["CHANNEL_UTILIZATION", "channel_utilization_pct"],
  ["RSSI", "rssi_dbm"],
]);

export function normaliseNetworkTelemetry(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  fillLocation(row, payload.location);
  setSubject(row, "location", row.location_id);
  const health = fieldsOf(payload.networkHealth);
  for (const availability of listOf(health.networkAvailability).map(fieldsOf)) {
    const band = bandSuffix(availability);
    const zero = zeroOf(networkAvailability, availability);
    measure(row, `tests${band}`, number(availability.numOfTests, zero));
    measure(row, `tests_ok${band}`, number(availability.numOfSuccess, zero));
    measure(row, `success_pct${band}`, number(availability.successPercentage, zero));
    measure(row, `dns_lookups${band}`, number(availability.numOfDnsLookup, zero));
    measure(row, `dns_lookups_ok${band}`, number(availability.numOfDnsLookupSuccess, zero));
    measure(row, `dns_success_pct${band}`, number(availability.dnsLookupSuccessPercentage, zero));
  }
  for (const telemetry of listOf(health.apTelemetries).map(fieldsOf)) {
    const key = apTelemetryKeys.get(enumName(apTelemetryType, telemetry.apTelemetryType));
    if (key === undefined) continue;
    const zero = zeroOf(apTelemetry, telemetry);
    measure(row, `${key}_avg`, number(telemetry.average, zero));
    measure(row, `${key}_min`, number(telemetry.min, zero));
    measure(row, `${key}_max`, number(telemetry.max, zero));
  }
  for (const performance of listOf(payload.networkPerformance).map(fieldsOf)) {
    const band = bandSuffix(performance);
    const zero = zeroOf(networkPerformance, performance);
    measure(row, `upload_mbps${band}`, number(performance.avgUploadBandwidthMbps, zero));
    measure(row, `download_mbps${band}`, number(performance.avgDownloadBandwidthMbps, zero));
    measure(row, `packet_loss_pct${band}`, number(performance.avgPacketLossPercentage, zero));
    measure(row, `rtt_ms${band}`, number(performance.avgRttMs, zero));
    measure(row, `dns_lookup_ms${band}`, number(performance.avgDnsLookupTimeMs, zero));
    measure(row, `jitter_ms${band}`, number(performance.jitter, zero));
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
