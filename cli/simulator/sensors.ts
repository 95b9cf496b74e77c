/** BLE sensors, tags and buttons of the floors: what they are, and the events they send in turns. */
import { type Floor, isOnFloor, type Point, pointIn, type Zone, zoneAt } from "./building.ts";
import { type Fact, fact, hundredths } from "./event.ts";
import { type Ids, idsFrom } from "./ids.ts";
import { degreesAt } from "./position.ts";
import type { Random } from "./random.ts";
import { readingsOf } from "./sensor-readings.ts";

type SensorKind = "climate" | "air-quality" | "desk" | "door" | "asset-tag" | "button";

export interface Sensor {
  readonly kind: SensorKind;
  readonly info: Readonly<Record<string, unknown>>;
  readonly macAddress: string;
  readonly uuid: string;
  readonly placedAt: Point;
  readonly floor: Floor;
  /** Asset tags move; everything else stays where it was placed. */
  at: Point;
  zone: Zone;
  sequence: number;
  /** Tells sensors of a kind apart: a desk is taken when more people than this are in its zone. */
  readonly number: number;
  batteryPercent: number;
}

const perFloor: readonly SensorKind[] = [
  "climate",
  "air-quality",
  "asset-tag",
  "desk",
  "climate",
  "door",
  "asset-tag",
  "desk",
  "button",
  "climate",
  "desk",
  "asset-tag",
];
const vendors: Readonly<Record<SensorKind, string>> = {
  climate: "Example Climate",
  "air-quality": "Example Air",
  desk: "Example Desk",
  door: "Example Door",
  "asset-tag": "Example Tags",
  button: "Example Buttons",
};
const LONGEST_TAG_MOVE_FEET = 30;

export interface Sensors {
  telemetry(nowMs: number): Fact[];
  press(nowMs: number): Fact[];
  rssi(nowMs: number): Fact[];
  assetLocation(nowMs: number): Fact[];
  tagsOn(floor: Floor): number;
}

export function sensorsOn(floors: readonly Floor[], random: Random): Sensors {
  const ids = idsFrom(random);
  const all = floors.flatMap((floor) => perFloor.map((kind, number) => install(kind, number, floor, ids, random)));
  const tags = all.filter(({ kind }) => kind === "asset-tag");
  const buttons = all.filter(({ kind }) => kind === "button");
  const tagsPerFloor = tags.length / floors.length;
  let turn = 0;
  return {
    tagsOn: () => tagsPerFloor,
    telemetry(nowMs) {
      const sensor = all[turn++ % all.length] as Sensor;
      if (sensor.kind === "asset-tag") carry(sensor, random);
      return [fact(sensor.floor.building.tenant, "IOT_TELEMETRY", "iotTelemetry", telemetry(sensor, nowMs, random))];
    },
    press(nowMs) {
      const button = random.pick(buttons);
      const action = {
        ...whereabouts(button, nowMs),
        actionType: random.chance(0.8) ? "IOT_ACTION_BUTTON_CLICK" : "IOT_ACTION_DOUBLE_TAP",
        actionCount: 1 + random.below(2),
        actionTimestamp: nowMs,
      };
      return [fact(button.floor.building.tenant, "IOT_USER_ACTION", "iotUserAction", action)];
    },
    rssi(nowMs) {
      const tag = random.pick(tags);
      return [fact(tag.floor.building.tenant, "BLE_RSSI_UPDATE", "bleRssiUpdate", heard(tag, nowMs, ids, random))];
    },
    assetLocation(nowMs) {
      const tag = random.pick(tags);
      carry(tag, random);
      return [fact(tag.floor.building.tenant, "ASSET_LOCATION_UPDATE", "assetLocationUpdate", whereabouts(tag, nowMs))];
    },
  };
}

function install(kind: SensorKind, number: number, floor: Floor, ids: Ids, random: Random): Sensor {
  const zone = floor.zones[number % floor.zones.length] as Zone;
  const at = pointIn(zone, random);
  const macAddress = ids.macAddress();
  const info = {
    deviceType: "IOT_BLE_DEVICE",
    deviceId: ids.device(),
    deviceMacAddress: macAddress,
    group: [kind],
    deviceName: `${kind}-${floor.location.floorNumber}-${number}`,
    firmwareVersion: "2.4.1",
    rawDeviceId: "",
    manufacturer: vendors[kind],
    companyId: "",
    serviceUuid: "",
    label: "",
  };
  const batteryPercent = random.between(10, 100);
  const uuid = ids.uuid();
  return { kind, info, macAddress, uuid, placedAt: at, floor, at, zone, sequence: 0, number, batteryPercent };
}

function carry(tag: Sensor, random: Random): void {
  const move = () => random.between(-LONGEST_TAG_MOVE_FEET, LONGEST_TAG_MOVE_FEET);
  const goal = { x: tag.at.x + move(), y: tag.at.y + move() };
  if (!isOnFloor(goal)) return;
  tag.at = goal;
  tag.zone = zoneAt(tag.floor, goal);
}

function telemetry(sensor: Sensor, nowMs: number, random: Random) {
  sensor.sequence = (sensor.sequence + 1) % 65_536;
  return {
    ...whereabouts(sensor, nowMs),
    ...readingsOf(sensor, nowMs, random),
    deviceRtcTime: 0,
    rawHeader: 0,
    rawPayload: "",
    sequenceNum: sensor.sequence,
    maxDetectedRssi: -50 - random.below(40),
  };
}

function whereabouts(sensor: Sensor, nowMs: number) {
  return {
    deviceInfo: sensor.info,
    detectedPosition: positionOf(sensor, sensor.at, nowMs),
    placedPosition: positionOf(sensor, sensor.placedAt, nowMs),
    location: sensor.zone.location,
  };
}

function positionOf({ floor, zone }: Sensor, at: Point, nowMs: number) {
  return {
    xPos: hundredths(at.x),
    yPos: hundredths(at.y),
    ...degreesAt(floor, at),
    confidenceFactor: 48,
    mapId: floor.mapId,
    locationId: zone.location.locationId,
    lastLocatedTime: nowMs,
  };
}

function heard(tag: Sensor, nowMs: number, ids: Ids, random: Random) {
  const apRssiMeasurements = Array.from({ length: 2 + random.below(3) }, () => ({
    apMacAddress: random.pick(tag.floor.accessPoints),
    ifSlotId: random.below(2),
    bandId: 0,
    antennaId: random.below(4),
    rssi: -50 - random.below(40),
    timestamp: nowMs,
  }));
  return {
    rssiNotification: {
      macAddress: tag.macAddress,
      apRssiMeasurements,
      blePayload: { timestamp: nowMs, data: `0201060303aafe${ids.hex(16)}` },
    },
    location: tag.zone.location,
  };
}
