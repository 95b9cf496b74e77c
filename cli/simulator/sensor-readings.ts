/** What each kind of sensor measures: the climate follows the people in the zone, desks and doors agree with them. */
import { hundredths } from "./event.ts";
import { peopleIn } from "./headcount.ts";
import { airIn } from "./indoor-air.ts";
import type { Random } from "./random.ts";
import type { Sensor } from "./sensors.ts";

const BATTERY_LOSS_PERCENT = 0.01;

export function readingsOf(sensor: Sensor, nowMs: number, random: Random): Readonly<Record<string, unknown>> {
  const people = Math.min(peopleIn(sensor.zone), 40);
  const air = airIn(sensor.zone, nowMs);
  sensor.batteryPercent = Math.max(1, sensor.batteryPercent - BATTERY_LOSS_PERCENT);
  const batteryInPercent = {
    value: Math.round(sensor.batteryPercent),
    unit: "PERCENTAGE",
    lastRetrieved: nowMs,
  };
  const batteryInMillivolts = {
    value: Math.round(2400 + sensor.batteryPercent * 6),
    unit: "MILLI_VOLTS",
    lastRetrieved: nowMs,
  };
  switch (sensor.kind) {
    case "climate": {
      const celsius = hundredths(air.celsius + random.between(-0.4, 0.4));
      const percent = Math.round(air.humidityPercent + random.between(-2, 2));
      return {
        temperature: { temperatureInCelsius: celsius, rawTemperature: Math.round(celsius * 256) },
        humidity: { humidityInPercentage: percent, rawHumidity: Math.round(percent * 10.24) },
        battery: batteryInPercent,
      };
    }
    case "air-quality": {
      const co2Ppm = Math.round(air.co2Ppm + random.between(-15, 15));
      return {
        airPressure: { pressure: hundredths(1013 + random.between(-6, 6)) },
        airQuality: {
          airQualityIndex: hundredths(20 + people * 1.5),
          airQualityPpb: 100 + people * 12,
          airQualityStatus: people > 20 ? "MODERATE" : "GOOD",
        },
        carbonEmissions: { co2Ppm },
        ambientLight: { valueLx: people > 0 ? 380 + random.below(120) : 5 },
      };
    }
    case "desk":
      return {
        battery: batteryInMillivolts,
        occupancyStatus: { status: people > sensor.number ? "OCCUPIED" : "NOT_OCCUPIED" },
        pirTrigger: { timestamp: people > 0 ? nowMs : 0 },
      };
    case "door":
      return {
        battery: batteryInPercent,
        voltage: { valueMv: 2900 + random.below(200) },
        magnetContact: { contactType: random.chance(0.2) ? "OPEN" : "CLOSED" },
      };
    case "asset-tag":
      return {
        accelerometer: {
          x: hundredths(random.between(-1, 1)),
          y: hundredths(random.between(-1, 1)),
          z: hundredths(random.between(0.8, 1.1)),
          lastMovementTimestamp: nowMs - random.below(60_000),
          counter: sensor.sequence,
        },
        battery: sensor.number % 2 === 0 ? batteryInPercent : batteryInMillivolts,
        ...beaconOf(sensor),
      };
    case "button":
      return {
        battery: batteryInPercent,
        lastUserAction: { type: "IOT_ACTION_BUTTON_CLICK", timestamp: nowMs - random.below(600_000) },
        pushButton: { action: random.chance(0.5) ? "PBA_PRESS" : "PBA_RELEASE", actionButtonLabels: ["help"] },
      };
  }
}

function beaconOf({ macAddress, uuid, number }: Sensor) {
  if (number % 2 === 0) {
    return {
      iBeacon: { beaconMacAddress: macAddress, uuid, major: 1000 + number, minor: number, advertizedTxPower: -59 },
    };
  }
  return { eddyStone: { beaconMacAddress: macAddress, uid: uuid.replaceAll("-", "").slice(0, 20) } };
}
