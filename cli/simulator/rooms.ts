/** Cameras, room devices, spaces and floor counters: they count the people the model has on their floor. */
import type { Floor } from "./building.ts";
import type { Said } from "./event.ts";
import type { Random } from "./random.ts";

/** One floor's counting equipment. */
export interface Counters {
  readonly floor: Floor;
  readonly cameraId: string;
  readonly roomDeviceId: string;
  readonly roomMac: string;
  readonly spaceId: string;
  lastCount: number;
  peak: number;
}

const ROOM_CAPACITY = 12;

export function newCounters(random: Random, floor: Floor): Counters {
  return {
    floor,
    cameraId: `camera-${random.hex(8)}`,
    roomDeviceId: `tp-${random.hex(12)}`,
    roomMac: `02:00:5e:aa:${random.hex(2)}:${random.hex(2)}`,
    spaceId: `space-${random.hex(8)}`,
    lastCount: 0,
    peak: 0,
  };
}

/** Wi-Fi's count, at most once a minute and floor. */
export function deviceCount({ floor }: Counters, random: Random): Said {
  const { devices, people } = floor.present;
  const payload = {
    location: floor.location,
    associatedCount: devices,
    estimatedProbingCount: Math.round(devices * 0.2),
    probingRandomizedPercentage: random.int(60, 90),
    associatedDelta: 0,
    probingDelta: 0,
    estimatedDensity: Math.round((people / (floor.width * floor.depth)) * 1e6) / 1e3,
    estimatedCapacityPercentage: Math.min(100, people),
    userCount: people,
    wirelessUserCount: people,
    wiredUserCount: 0,
    rfidTagCount: 0,
    bleTagCount: 6,
  };
  return { eventType: "DEVICE_COUNT", field: "deviceCounts", payload };
}

export function cameraCount(counters: Counters): Said {
  const count = counters.floor.present.people;
  const countDelta = count - counters.lastCount;
  counters.lastCount = count;
  return {
    eventType: "CAMERA_COUNT",
    field: "cameraCounts",
    payload: { location: counters.floor.location, count, countDelta },
  };
}

export function rawCameraCount({ floor, cameraId }: Counters): Said {
  const zone = floor.zones[0] ?? floor.location;
  const payload = {
    location: zone,
    cameraId,
    cameraZoneId: `${cameraId}-1`,
    count: Math.round(floor.present.people / floor.zones.length),
  };
  return { eventType: "RAW_CAMERA_COUNT", field: "rawCameraCounts", payload };
}

/** People in the floor's meeting room: a few of those on the floor. */
function peopleInRoom(floor: Floor): number {
  return Math.min(ROOM_CAPACITY, Math.round(floor.present.people / 8));
}

export function roomPeopleCount({ floor, roomDeviceId, roomMac }: Counters, nowMs: number, random: Random): Said {
  const peopleCount = peopleInRoom(floor);
  const payload = {
    tpDeviceId: roomDeviceId,
    location: floor.zones[2] ?? floor.location,
    ...roomReadings(peopleCount, nowMs, random),
    macAddress: roomMac,
  };
  return { eventType: "TP_PEOPLE_COUNT_UPDATE", field: "tpPeopleCountUpdate", payload };
}

function roomReadings(peopleCount: number, nowMs: number, random: Random) {
  return {
    presence: peopleCount > 0,
    peopleCount,
    standbyState: peopleCount > 0 ? 0 : 1,
    ambientNoise: random.int(30, 45),
    drynessScore: random.int(1, 5),
    activeCalls: peopleCount > 2 ? 1 : 0,
    presentationState: 0,
    timeStamp: nowMs,
    airQualityIndex: 1.5,
    temperatureInCelsius: random.pick([21.5, 22, 22.5]),
    humidityInPercentage: random.int(35, 50),
    soundLevel: peopleCount > 0 ? random.int(50, 65) : random.int(30, 40),
    ambientLight: "4",
    reverberationTime: 320,
    closeProximity: false,
    airQualityStatus: "good",
  };
}

export function webexTelemetry({ floor, roomDeviceId, roomMac }: Counters, random: Random): Said {
  const peopleCount = peopleInRoom(floor);
  const payload = {
    deviceInfo: {
      deviceId: roomDeviceId,
      macAddress: roomMac,
      ipAddress: "192.0.2.10",
      product: "Room Bar Pro",
      displayName: "Meeting room",
      serialNumber: "SIM00000001",
      softwareVersion: "RoomOS 11.20",
      workspaceId: "workspace-1",
      orgId: "organisation-1",
    },
    location: floor.zones[2] ?? floor.location,
    telemetries: [
      { presence: peopleCount > 0 },
      { peopleCount },
      { ambientTemp: 22.5 },
      { relativeHumidity: 41 },
      { soundLevel: random.int(30, 60) },
      { airQuality: 1.5 },
      { airQualityStatus: "good" },
    ],
  };
  return { eventType: "WEBEX_TELEMETRY", field: "webexTelemetryUpdate", payload };
}

function space(counters: Counters) {
  const { floor, spaceId } = counters;
  return {
    location: floor.location,
    space: {
      id: spaceId,
      name: "Meeting room",
      floorId: floor.location.locationId,
      type: "MEETING_ROOM",
      capacity: ROOM_CAPACITY,
      occupancyType: "PEOPLE_COUNT",
    },
  };
}

export function spaceOccupancy(counters: Counters, nowMs: number): Said {
  const now = peopleInRoom(counters.floor);
  counters.peak = Math.max(counters.peak, now);
  const windowStartTimestamp = nowMs - (nowMs % 900_000);
  const payload = {
    ...space(counters),
    windowStartTimestamp,
    windowStartDateTime: new Date(windowStartTimestamp).toISOString().slice(0, 16),
    timeZone: "UTC",
    peakPeopleCount: counters.peak,
    peoplePresence: now > 0,
    bookingStatus: now > 0 ? "BOOKED" : "FREE",
  };
  return { eventType: "SPACE_OCCUPANCY", field: "spaceOccupancy", payload };
}

export function spaceOccupancyChange(counters: Counters): Said {
  const peopleCount = peopleInRoom(counters.floor);
  return {
    eventType: "SPACE_OCCUPANCY_CHANGE",
    field: "spaceOccupancyChange",
    payload: { ...space(counters), peopleCount, peoplePresence: peopleCount > 0 },
  };
}
