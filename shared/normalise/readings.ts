/** The readings of IOTTelemetry, each under a key that carries its unit. A message of the contract that is there has its fields, 0 included. */
import { enumNamed, type Message, messageNamed } from "../contract/contract.ts";
import { isObject, type JsonObject } from "../event/event-record.ts";
import { enumName, fieldsOf, joined, keyPart, listOf, nonZero, number, single, text, timeMs } from "../event/values.ts";
import type { Zero, ZeroOf } from "../event/zero.ts";
import type { Row } from "../row.ts";
import { label, measure } from "./facts.ts";

const illuminanceUnit = enumNamed("IOTTelemetry.Illuminance.IlluminanceUnit");
const batteryUnit = enumNamed("IOTTelemetry.Battery.BatteryUnit");
const occupancyStatus = enumNamed("IOTTelemetry.OccupancyStatus.Status");
const contactType = enumNamed("IOTTelemetry.MagnetContact.ContactType");
const pushButtonAction = enumNamed("IOTTelemetry.PushButtonAction");
const actionType = enumNamed("IOTActionType");
const ccxType = enumNamed("CCXData.Telemetry.CCXTelemetryType");

const temperature = messageNamed("IOTTelemetry.Temperature");
const humidity = messageNamed("IOTTelemetry.Humidity");
const accelerometer = messageNamed("IOTTelemetry.Accelerometer");
const illuminance = messageNamed("IOTTelemetry.Illuminance");
const battery = messageNamed("IOTTelemetry.Battery");
const airQuality = messageNamed("IOTTelemetry.AirQuality");
const airPressure = messageNamed("IOTTelemetry.AirPressure");
const carbonEmissions = messageNamed("IOTTelemetry.CarbonEmissions");
const ambientLight = messageNamed("IOTTelemetry.AmbientLight");
const illumSolarCell = messageNamed("IOTTelemetry.IllumSolarCell");
const illumSensor = messageNamed("IOTTelemetry.IllumSensor");
const voltage = messageNamed("IOTTelemetry.Voltage");
const occupancyStatusMessage = messageNamed("IOTTelemetry.OccupancyStatus");
const magnetContact = messageNamed("IOTTelemetry.MagnetContact");
const pushButton = messageNamed("IOTTelemetry.PushButton");
const iBeacon = messageNamed("IOTTelemetry.iBeacon");
const ccxTelemetry = messageNamed("CCXData.Telemetry");
const ccxBattery = messageNamed("CCXData.Battery");

/** What public consumers of the events filter: a sensor's largest number stands for "no reading". */
const NO_HUMIDITY = 255;
const NO_LIGHT = 65_535;

/** Calls `read` where the message is there: its presence is what says that 0 is a reading. */
function within(
  value: unknown,
  message: Message,
  zeroOf: ZeroOf,
  read: (fields: JsonObject, zero: Zero) => void,
): void {
  if (isObject(value)) read(value, zeroOf(message, value));
}

function unless(sentinel: number, value: number | undefined): number | undefined {
  return value === sentinel ? undefined : value;
}

export function fillReadings(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  within(payload.temperature, temperature, zeroOf, (fields, zero) => {
    measure(row, "temperature_c", number(fields.temperatureInCelsius, zero));
    measure(row, "temperature_raw", nonZero(number(fields.rawTemperature)));
  });
  within(payload.humidity, humidity, zeroOf, (fields, zero) => {
    measure(row, "humidity_pct", unless(NO_HUMIDITY, number(fields.humidityInPercentage, zero)));
    measure(row, "humidity_raw", nonZero(number(fields.rawHumidity)));
  });
  within(payload.accelerometer, accelerometer, zeroOf, (fields, zero) => {
    measure(row, "accel_x", number(fields.x, zero));
    measure(row, "accel_y", number(fields.y, zero));
    measure(row, "accel_z", number(fields.z, zero));
    measure(row, "accel_counter", nonZero(number(fields.counter)));
    measure(row, "last_movement_at_ms", timeMs(fields.lastMovementTimestamp));
  });
  within(payload.illuminance, illuminance, zeroOf, (fields, zero) => {
    const unit = illuminanceKeys.get(enumName(illuminanceUnit, fields.unit, zero));
    const value = number(fields.value, zero);
    if (unit !== undefined) measure(row, unit, unit === "illuminance_lux" ? unless(NO_LIGHT, value) : value);
  });
  within(payload.battery, battery, zeroOf, (fields, zero) => {
    const unit = batteryKeys.get(enumName(batteryUnit, fields.unit, zero));
    if (unit !== undefined) measure(row, unit, single(fields.value, zero));
    measure(row, "battery_retrieved_at_ms", timeMs(fields.lastRetrieved));
  });
  within(payload.airQuality, airQuality, zeroOf, (fields, zero) => {
    measure(row, "air_quality_index", single(fields.airQualityIndex, zero));
    measure(row, "air_quality_ppb", nonZero(number(fields.airQualityPpb)));
    label(row, "air_quality_status", text(fields.airQualityStatus));
  });
  within(payload.airPressure, airPressure, zeroOf, (fields, zero) => {
    measure(row, "pressure", single(fields.pressure, zero));
  });
  within(payload.carbonEmissions, carbonEmissions, zeroOf, (fields, zero) => {
    measure(row, "co2_ppm", number(fields.co2Ppm, zero));
  });
  within(payload.ambientLight, ambientLight, zeroOf, (fields, zero) => {
    measure(row, "ambient_light_lux", unless(NO_LIGHT, number(fields.valueLx, zero)));
  });
  within(payload.illumSolarCell, illumSolarCell, zeroOf, (fields, zero) => {
    measure(row, "illum_solar_cell_lux", unless(NO_LIGHT, number(fields.valueLx, zero)));
  });
  within(payload.illumSensor, illumSensor, zeroOf, (fields, zero) => {
    measure(row, "illum_sensor_lux", unless(NO_LIGHT, number(fields.valueLx, zero)));
  });
  within(payload.voltage, voltage, zeroOf, (fields, zero) => {
    measure(row, "voltage_mv", single(fields.valueMv, zero));
  });
  within(payload.occupancyStatus, occupancyStatusMessage, zeroOf, (fields, zero) => {
    measure(row, "occupied", bitOfWord.get(enumName(occupancyStatus, fields.status, zero)));
  });
  within(payload.magnetContact, magnetContact, zeroOf, (fields, zero) => {
    measure(row, "contact_open", bitOfWord.get(enumName(contactType, fields.contactType, zero)));
  });
  within(payload.pushButton, pushButton, zeroOf, (fields, zero) => {
    label(row, "push_button_action", enumName(pushButtonAction, fields.action, zero)?.replace("PBA_", ""));
    label(row, "push_button_labels", joined(fields.actionButtonLabels));
  });
  measure(row, "pir_triggered_at_ms", timeMs(fieldsOf(payload.pirTrigger).timestamp));
  const action = fieldsOf(payload.lastUserAction);
  label(row, "last_user_action", enumName(actionType, action.type));
  measure(row, "last_user_action_at_ms", timeMs(action.timestamp));
  measure(row, "device_rtc_at_ms", timeMs(payload.deviceRtcTime));
  measure(row, "sequence_num", nonZero(number(payload.sequenceNum)));
  // Not in the public contract, but seen: v2.0's, then a public mock's. 0 is a reading where it is printed.
  measure(row, "tvoc_ppb", number(fieldsOf(payload.tvoc).valueInPpb));
  measure(row, "temperature_c", number(payload.temperatureC));
  measure(row, "humidity_pct", unless(NO_HUMIDITY, number(payload.humidityPct)));
  measure(row, "battery_pct", number(payload.batteryPct));
}

/** A reading whose unit nobody knows is not one: absent is its first unit only in a message of the contract. */
const illuminanceKeys: ReadonlyMap<string | undefined, string> = new Map([
  ["PERCENTAGE", "illuminance_pct"],
  ["LUX", "illuminance_lux"],
]);
const batteryKeys: ReadonlyMap<string | undefined, string> = new Map([
  ["PERCENTAGE", "battery_pct"],
  ["MILLI_VOLTS", "battery_mv"],
]);
const bitOfWord: ReadonlyMap<string | undefined, 0 | 1> = new Map<string, 0 | 1>([
  ["OCCUPIED", 1],
  ["NOT_OCCUPIED", 0],
  ["OPEN", 1],
  ["CLOSED", 0],
]);

export function fillBeacons(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  within(payload.iBeacon, iBeacon, zeroOf, (beacon, zero) => {
    label(row, "ibeacon_mac_address", text(beacon.beaconMacAddress));
    label(row, "ibeacon_uuid", text(beacon.uuid));
    measure(row, "ibeacon_major", number(beacon.major, zero));
    measure(row, "ibeacon_minor", number(beacon.minor, zero));
    measure(row, "ibeacon_tx_power_dbm", nonZero(number(beacon.advertizedTxPower)));
  });
  const eddystone = fieldsOf(payload.eddyStone);
  label(row, "eddystone_mac_address", text(eddystone.beaconMacAddress));
  label(row, "eddystone_uid", text(eddystone.uid));
  label(row, "eddystone_namespace", text(eddystone.namespace));
  label(row, "eddystone_url", text(eddystone.url));
  measure(row, "raw_header", nonZero(number(payload.rawHeader)));
  label(row, "raw_payload", text(payload.rawPayload));
}

/** Vendor and CCX (Cisco Compatible Extensions) data: types and units come as data, so they make the key. */
export function fillVendorReadings(row: Row, payload: JsonObject, zeroOf: ZeroOf): void {
  label(row, "vendor_manufacturer_id", text(fieldsOf(payload.vendorInfo).manufacturerId));
  if (!isObject(payload.ccxData)) return;
  const ccx = payload.ccxData;
  for (const telemetry of listOf(ccx.telemetries).map(fieldsOf)) {
    fillCcxTelemetry(row, telemetry, zeroOf(ccxTelemetry, telemetry));
  }
  within(ccx.battery, ccxBattery, zeroOf, (fields, zero) => {
    measure(row, "ccx_battery_pct", number(fields.percentRemaining, zero));
    measure(row, "ccx_battery_days", nonZero(number(fields.daysRemaining)));
    measure(row, "ccx_battery_tolerance", nonZero(number(fields.tolerance)));
    measure(row, "ccx_battery_age", nonZero(number(fields.age)));
    fillCcxReceipt(row, "ccx_battery", fields);
  });
  const vendor = fieldsOf(ccx.vendor);
  label(row, "ccx_vendor_id", text(vendor.id));
  label(row, "ccx_vendor_element_id", text(vendor.elementId));
  label(row, "ccx_vendor_data", text(vendor.data));
  fillCcxReceipt(row, "ccx_vendor", vendor);
  measure(row, "ccx_last_beacon_at_ms", timeMs(ccx.lastBeaconTime));
  measure(row, "ccx_last_beacon_seq", nonZero(number(ccx.lastBeaconSequenceNumber)));
}

function fillCcxTelemetry(row: Row, telemetry: JsonObject, zero: Zero): void {
  const type = enumName(ccxType, telemetry.type, zero)?.replace("CCX_TELEMETRY_", "") ?? "unknown";
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
