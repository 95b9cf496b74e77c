/** BLE sensors and tags: climate, air, desks, doors, assets, buttons. Their readings follow the hour and the people on the floor. */
import { type Floor, zoneAt } from "./building.ts";
import type { Said } from "./event.ts";
import type { Random } from "./random.ts";

const kinds = ["climate", "air", "desk", "door", "asset", "button"] as const;

export interface Sensor {
  readonly kind: (typeof kinds)[number];
  readonly deviceId: string;
  readonly macAddress: string;
  readonly floor: Floor;
  readonly x: number;
  readonly y: number;
  batteryPct: number;
  sequenceNum: number;
}

export function newSensor(random: Random, floor: Floor, index: number): Sensor {
  const pairs = Array.from({ length: 3 }, () => random.hex(2));
  return {
    kind: kinds[index % kinds.length] as Sensor["kind"],
    deviceId: `sensor-${random.hex(12)}`,
    macAddress: `02:00:5e:${pairs.join(":")}`,
    floor,
    x: random.int(1, floor.width),
    y: random.int(1, floor.depth),
    batteryPct: random.int(35, 100),
    sequenceNum: 0,
  };
}

export function sense(sensor: Sensor, nowMs: number, random: Random): Said {
  sensor.sequenceNum++;
  if (random.chance(0.01)) sensor.batteryPct = Math.max(1, sensor.batteryPct - 1);
  if (sensor.kind === "button" && random.chance(0.5)) return press(sensor, nowMs);
  const payload = {
    ...about(sensor, nowMs),
    ...readings(sensor, nowMs, random),
    sequenceNum: sensor.sequenceNum,
    maxDetectedRssi: -random.int(45, 88),
  };
  return { eventType: "IOT_TELEMETRY", field: "iotTelemetry", payload };
}

/** v2.0: what the access points heard of a tag. */
export function heard(sensor: Sensor, nowMs: number, random: Random): Said {
  const apRssiMeasurements = Array.from({ length: 3 }, (_, slot) => ({
    apMacAddress: `02:00:5e:ff:00:0${slot}`,
    ifSlotId: slot,
    bandId: 0,
    antennaId: 0,
    rssi: -random.int(45, 90),
    timestamp: nowMs,
  }));
  const payload = {
    rssiNotification: {
      macAddress: sensor.macAddress,
      apRssiMeasurements,
      blePayload: { timestamp: nowMs, data: `0201061aff4c0002${random.hex(8)}` },
    },
    location: sensor.floor.location,
  };
  return { eventType: "BLE_RSSI_UPDATE", field: "bleRssiUpdate", payload };
}

function about(sensor: Sensor, nowMs: number) {
  const position = {
    xPos: sensor.x,
    yPos: sensor.y,
    latitude: 0,
    longitude: 0,
    confidenceFactor: 40,
    mapId: sensor.floor.mapId,
    locationId: sensor.floor.location.locationId,
    lastLocatedTime: nowMs,
  };
  return {
    deviceInfo: {
      deviceType: "IOT_BLE_DEVICE",
      deviceId: sensor.deviceId,
      deviceMacAddress: sensor.macAddress,
      group: [sensor.kind],
      deviceName: `${sensor.kind} sensor`,
      firmwareVersion: "2.4.1",
      rawDeviceId: "",
      manufacturer: "Simulated Sensors",
      companyId: "65535",
      serviceUuid: "",
      label: "",
    },
    detectedPosition: position,
    location: zoneAt(sensor.floor, sensor.x),
  };
}

function readings(sensor: Sensor, nowMs: number, random: Random): object {
  const { people } = sensor.floor.present;
  const battery = { value: sensor.batteryPct, unit: "PERCENTAGE", lastRetrieved: nowMs };
  const noise = (spread: number) => Math.round((random.next() - 0.5) * spread * 10) / 10;
  switch (sensor.kind) {
    case "climate": {
      const celsius = Math.round((20.5 + Math.min(4, people / 40) + noise(0.6)) * 10) / 10;
      // Batteries report less often than thermometers.
      const rest = random.chance(0.2) ? { battery } : {};
      return {
        temperature: { temperatureInCelsius: celsius, rawTemperature: 0 },
        humidity: { humidityInPercentage: random.int(35, 50), rawHumidity: 0 },
        ...rest,
      };
    }
    case "air":
      return {
        carbonEmissions: { co2Ppm: Math.round(420 + people * 6 + noise(20)) },
        airQuality: {
          airQualityIndex: random.pick([1.5, 2, 2.5]),
          airQualityPpb: random.int(40, 300),
          airQualityStatus: people > 60 ? "moderate" : "good",
        },
        airPressure: { pressure: 1013.2 },
        ambientLight: { valueLx: random.int(120, 600) },
      };
    case "desk":
      return {
        occupancyStatus: { status: random.chance(Math.min(0.9, people / 60)) ? "OCCUPIED" : "NOT_OCCUPIED" },
        pirTrigger: { timestamp: nowMs },
        battery,
      };
    case "door":
      return {
        magnetContact: { contactType: random.chance(0.2) ? "OPEN" : "CLOSED" },
        voltage: { valueMv: random.int(2_600, 3_100) },
      };
    case "asset":
      return {
        battery: { value: random.int(2_700, 3_000), unit: "MILLI_VOLTS", lastRetrieved: nowMs },
        accelerometer: {
          x: noise(0.2),
          y: noise(0.2),
          z: 9.8,
          lastMovementTimestamp: nowMs - 60_000,
          counter: sensor.sequenceNum,
        },
        iBeacon: {
          beaconMacAddress: sensor.macAddress,
          uuid: "f7826da6-4fa2-4e98-8024-bc5b71e0893e",
          major: 7,
          minor: 42,
          advertizedTxPower: -59,
        },
      };
    case "button":
      return { battery, pushButton: { action: "PBA_RELEASE", actionButtonLabels: ["help"] } };
  }
}

function press(sensor: Sensor, nowMs: number): Said {
  const payload = {
    ...about(sensor, nowMs),
    actionType: "IOT_ACTION_BUTTON_CLICK",
    actionCount: 1,
    actionTimestamp: nowMs,
  };
  return { eventType: "IOT_USER_ACTION", field: "iotUserAction", payload };
}
