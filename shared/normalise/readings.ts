/** The readings of IOTTelemetry, each under a key that carries its unit. A message that is there has its fields, 0 included. */
import { enumNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import {
  count,
  enumName,
  fieldsOf,
  joined,
  keyPart,
  listOf,
  nonZero,
  number,
  single,
  text,
  timeMs,
} from "../event/values.ts";
import type { Row } from "../row.ts";
import { label, measure } from "./facts.ts";

const illuminanceUnit = enumNamed("IOTTelemetry.Illuminance.IlluminanceUnit");
const batteryUnit = enumNamed("IOTTelemetry.Battery.BatteryUnit");
const occupancyStatus = enumNamed("IOTTelemetry.OccupancyStatus.Status");
const contactType = enumNamed("IOTTelemetry.MagnetContact.ContactType");
const pushButtonAction = enumNamed("IOTTelemetry.PushButtonAction");
const actionType = enumNamed("IOTActionType");
const ccxType = enumNamed("CCXData.Telemetry.CCXTelemetryType");

/** Calls `read` where the message is there: its presence is what says that 0 is a reading. */
function within(message: unknown, read: (fields: JsonObject) => void): void {
  if (isObject(message)) read(message);
}

export function fillReadings(row: Row, payload: JsonObject): void {
  within(payload.temperature, (temperature) => {
    measure(row, "temperature_c", count(temperature.temperatureInCelsius));
    measure(row, "temperature_raw", nonZero(number(temperature.rawTemperature)));
  });
  within(payload.humidity, (humidity) => {
    measure(row, "humidity_pct", count(humidity.humidityInPercentage));
    measure(row, "humidity_raw", nonZero(number(humidity.rawHumidity)));
  });
  within(payload.accelerometer, (accelerometer) => {
    measure(row, "accel_x", count(accelerometer.x));
    measure(row, "accel_y", count(accelerometer.y));
    measure(row, "accel_z", count(accelerometer.z));
    measure(row, "accel_counter", nonZero(number(accelerometer.counter)));
    measure(row, "last_movement_at_ms", timeMs(accelerometer.lastMovementTimestamp));
  });
  within(payload.illuminance, (illuminance) => {
    const unit = enumName(illuminanceUnit, illuminance.unit) === "LUX" ? "lux" : "pct";
    measure(row, `illuminance_${unit}`, count(illuminance.value));
  });
  within(payload.battery, (battery) => {
    const unit = enumName(batteryUnit, battery.unit) === "MILLI_VOLTS" ? "mv" : "pct";
    measure(row, `battery_${unit}`, single(battery.value) ?? 0);
    measure(row, "battery_retrieved_at_ms", timeMs(battery.lastRetrieved));
  });
  within(payload.airQuality, (airQuality) => {
    measure(row, "air_quality_index", single(airQuality.airQualityIndex) ?? 0);
    measure(row, "air_quality_ppb", nonZero(number(airQuality.airQualityPpb)));
    label(row, "air_quality_status", text(airQuality.airQualityStatus));
  });
  within(payload.airPressure, ({ pressure }) => measure(row, "pressure", single(pressure) ?? 0));
  within(payload.carbonEmissions, ({ co2Ppm }) => measure(row, "co2_ppm", count(co2Ppm)));
  within(payload.ambientLight, ({ valueLx }) => measure(row, "ambient_light_lux", count(valueLx)));
  within(payload.illumSolarCell, ({ valueLx }) => measure(row, "illum_solar_cell_lux", count(valueLx)));
  within(payload.illumSensor, ({ valueLx }) => measure(row, "illum_sensor_lux", count(valueLx)));
  within(payload.voltage, ({ valueMv }) => measure(row, "voltage_mv", single(valueMv) ?? 0));
  within(payload.occupancyStatus, ({ status }) => {
    measure(row, "occupied", enumName(occupancyStatus, status) === "OCCUPIED" ? 1 : 0);
  });
  within(payload.magnetContact, ({ contactType: contact }) => {
    measure(row, "contact_open", enumName(contactType, contact) === "OPEN" ? 1 : 0);
  });
  within(payload.pirTrigger, ({ timestamp }) => measure(row, "pir_triggered_at_ms", timeMs(timestamp)));
  within(payload.pushButton, (button) => {
    label(row, "push_button_action", enumName(pushButtonAction, button.action)?.replace("PBA_", ""));
    label(row, "push_button_labels", joined(button.actionButtonLabels));
  });
  within(payload.lastUserAction, (action) => {
    label(row, "last_user_action", enumName(actionType, action.type));
    measure(row, "last_user_action_at_ms", timeMs(action.timestamp));
  });
  measure(row, "device_rtc_at_ms", timeMs(payload.deviceRtcTime));
  measure(row, "sequence_num", nonZero(number(payload.sequenceNum)));
}

export function fillBeacons(row: Row, payload: JsonObject): void {
  within(payload.iBeacon, (beacon) => {
    label(row, "ibeacon_mac_address", text(beacon.beaconMacAddress));
    label(row, "ibeacon_uuid", text(beacon.uuid));
    measure(row, "ibeacon_major", count(beacon.major));
    measure(row, "ibeacon_minor", count(beacon.minor));
    measure(row, "ibeacon_tx_power_dbm", nonZero(number(beacon.advertizedTxPower)));
  });
  within(payload.eddyStone, (beacon) => {
    label(row, "eddystone_mac_address", text(beacon.beaconMacAddress));
    label(row, "eddystone_uid", text(beacon.uid));
    label(row, "eddystone_namespace", text(beacon.namespace));
    label(row, "eddystone_url", text(beacon.url));
  });
  measure(row, "raw_header", nonZero(number(payload.rawHeader)));
  label(row, "raw_payload", text(payload.rawPayload));
}

/** Vendor and CCX (Cisco Compatible Extensions) data: types and units come as data, so they make the key. */
export function fillVendorReadings(row: Row, payload: JsonObject): void {
  within(payload.vendorInfo, ({ manufacturerId }) => label(row, "vendor_manufacturer_id", text(manufacturerId)));
  within(payload.ccxData, (ccx) => {
    for (const telemetry of listOf(ccx.telemetries).map(fieldsOf)) fillCcxTelemetry(row, telemetry);
    within(ccx.battery, (battery) => {
      measure(row, "ccx_battery_pct", count(battery.percentRemaining));
      measure(row, "ccx_battery_days", nonZero(number(battery.daysRemaining)));
      measure(row, "ccx_battery_tolerance", nonZero(number(battery.tolerance)));
      measure(row, "ccx_battery_age", nonZero(number(battery.age)));
      fillCcxReceipt(row, "ccx_battery", battery);
    });
    within(ccx.vendor, (vendor) => {
      label(row, "ccx_vendor_id", text(vendor.id));
      label(row, "ccx_vendor_element_id", text(vendor.elementId));
      label(row, "ccx_vendor_data", text(vendor.data));
      fillCcxReceipt(row, "ccx_vendor", vendor);
    });
    measure(row, "ccx_last_beacon_at_ms", timeMs(ccx.lastBeaconTime));
    measure(row, "ccx_last_beacon_seq", nonZero(number(ccx.lastBeaconSequenceNumber)));
  });
}

function fillCcxTelemetry(row: Row, telemetry: JsonObject): void {
  const type = enumName(ccxType, telemetry.type)?.replace("CCX_TELEMETRY_", "") ?? "unknown";
  const unit = keyPart(text(telemetry.unit) ?? "");
  const kind = `ccx_${keyPart(type)}` as const;
  const key = unit === "" ? kind : (`${kind}_${unit}` as const);
  const value = number(telemetry.value);
  if (value === undefined) label(row, key, text(telemetry.value));
  else measure(row, key, value);
  fillCcxReceipt(row, kind, telemetry);
}

/** When a CCX element was last received, and its number. */
function fillCcxReceipt(row: Row, kind: string, element: JsonObject): void {
  measure(row, `${kind}_received_at_ms`, timeMs(element.lastReceivedTime));
  measure(row, `${kind}_received_seq`, nonZero(number(element.lastReceivedSeqNum)));
}
