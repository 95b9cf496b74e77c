/** Meeting rooms: what their video device measures, and how many people are in the space. */
import type { Floor, Zone } from "./building.ts";
import { type Fact, fact, hundredths, localDateTime } from "./event.ts";
import { peopleIn } from "./headcount.ts";
import { idsFrom } from "./ids.ts";
import { airIn } from "./indoor-air.ts";
import type { Random } from "./random.ts";

const OCCUPANCY_WINDOW_MS = 15 * 60_000;
const ROOM_CAPACITY = 12;
const SHARE_BOOKED = 0.5;

interface RoomDevice {
  readonly id: string;
  readonly macAddress: string;
  readonly ipAddress: string;
  readonly serialNumber: string;
  readonly workspaceId: string;
  readonly orgId: string;
  readonly zone: Zone;
}

export interface Rooms {
  peopleCount(nowMs: number): Fact[];
  /** The same device through the IoT pipeline. */
  telemetry(nowMs: number): Fact[];
  webexTelemetry(nowMs: number): Fact[];
  occupancy(nowMs: number): Fact[];
  occupancyChange(nowMs: number): Fact[];
}

export function roomsOn(floors: readonly Floor[], random: Random): Rooms {
  const ids = idsFrom(random);
  const orgId = ids.uuid();
  const devices: readonly RoomDevice[] = floors.flatMap(({ zones }) =>
    zones
      .filter(({ kind }) => kind === "meeting-room")
      .map((zone) => ({
        id: `roomdevice-${ids.hex(12)}`,
        macAddress: ids.macAddress(),
        ipAddress: ids.ipv4(),
        serialNumber: `FAKE${ids.hex(7).toUpperCase()}`,
        workspaceId: ids.uuid(),
        orgId,
        zone,
      })),
  );
  const isBooked = calendar(random);
  let turn = 0;
  const nextDevice = () => devices[turn++ % devices.length] as RoomDevice;

  return {
    peopleCount(nowMs) {
      const device = nextDevice();
      return [
        fact(device.zone.floor.building.tenant, "TP_PEOPLE_COUNT_UPDATE", "tpPeopleCountUpdate", {
          tpDeviceId: device.id,
          location: device.zone.location,
          macAddress: device.macAddress,
          ...roomReadings(device.zone, nowMs, random),
        }),
      ];
    },
    telemetry(nowMs) {
      const device = nextDevice();
      return [
        fact(device.zone.floor.building.tenant, "IOT_TELEMETRY", "iotTelemetry", {
          deviceInfo: {
            deviceType: "IOT_TELE_PRESENCE_DEVICE",
            deviceId: device.id,
            deviceMacAddress: device.macAddress,
            group: [],
            deviceName: "Room device",
            firmwareVersion: "RoomOS 11.14",
            rawDeviceId: "",
            manufacturer: "Cisco",
            companyId: "",
            serviceUuid: "",
            label: "",
          },
          location: device.zone.location,
          deviceRtcTime: 0,
          rawHeader: 0,
          rawPayload: "",
          sequenceNum: 0,
          tpData: roomReadings(device.zone, nowMs, random),
          maxDetectedRssi: 0,
        }),
      ];
    },
    webexTelemetry(nowMs) {
      const device = nextDevice();
      return [
        fact(
          device.zone.floor.building.tenant,
          "WEBEX_TELEMETRY",
          "webexTelemetryUpdate",
          webex(device, nowMs, random),
        ),
      ];
    },
    occupancy(nowMs) {
      const { zone } = nextDevice();
      const peakPeopleCount = zone.peakPeople;
      zone.peakPeople = peopleIn(zone);
      return [
        fact(zone.floor.building.tenant, "SPACE_OCCUPANCY", "spaceOccupancy", {
          ...space(zone, nowMs, isBooked),
          peakPeopleCount,
        }),
      ];
    },
    occupancyChange(nowMs) {
      const { zone } = nextDevice();
      const peopleCount = peopleIn(zone);
      return [
        fact(zone.floor.building.tenant, "SPACE_OCCUPANCY_CHANGE", "spaceOccupancyChange", {
          ...space(zone, nowMs, isBooked),
          peopleCount,
        }),
      ];
    },
  };
}

function roomReadings(zone: Zone, nowMs: number, random: Random) {
  const people = peopleIn(zone);
  const air = airIn(zone, nowMs);
  return {
    presence: people > 0,
    peopleCount: people,
    standbyState: people > 0 ? 0 : 1,
    ambientNoise: 32 + random.below(6),
    drynessScore: 1 + random.below(3),
    activeCalls: people > 1 ? random.below(2) : 0,
    presentationState: people > 2 ? random.below(2) : 0,
    timeStamp: nowMs,
    airQualityIndex: hundredths(1 + Math.min(people, 30) * 0.08),
    temperatureInCelsius: hundredths(air.celsius + random.between(-0.3, 0.3)),
    humidityInPercentage: Math.round(air.humidityPercent + random.between(-2, 2)),
    soundLevel: 35 + (people > 0 ? random.below(25) : 0),
    ambientLight: people > 0 ? "BRIGHT" : "DARK",
    reverberationTime: 0,
    closeProximity: people > 0 && random.chance(0.3),
    airQualityStatus: people > 20 ? "MODERATE" : "GOOD",
  };
}

function webex({ zone, id, ...device }: RoomDevice, nowMs: number, random: Random) {
  const people = peopleIn(zone);
  const air = airIn(zone, nowMs);
  return {
    deviceInfo: {
      deviceId: id,
      macAddress: device.macAddress,
      ipAddress: device.ipAddress,
      product: "Cisco Room Bar",
      displayName: `${zone.location.name} ${zone.floor.location.name}`,
      serialNumber: device.serialNumber,
      softwareVersion: "RoomOS 11.14",
      workspaceId: device.workspaceId,
      orgId: device.orgId,
    },
    location: zone.location,
    telemetries: [
      { presence: people > 0 },
      { peopleCount: people },
      { soundLevel: 35 + random.below(25) },
      { ambientTemp: hundredths(air.celsius + random.between(-0.3, 0.3)) },
      { relativeHumidity: Math.round(air.humidityPercent + random.between(-2, 2)) },
      { activeCalls: people > 1 ? 1 : 0 },
    ],
  };
}

/** Whether a room is booked for a window; drawn once, for a booking does not care who comes. */
function calendar(random: Random): (zone: Zone, windowStartMs: number) => boolean {
  const drawn = new Map<Zone, { readonly windowStartMs: number; readonly booked: boolean }>();
  return (zone, windowStartMs) => {
    const known = drawn.get(zone);
    if (known?.windowStartMs === windowStartMs) return known.booked;
    const booked = random.chance(SHARE_BOOKED);
    drawn.set(zone, { windowStartMs, booked });
    return booked;
  };
}

function space(zone: Zone, nowMs: number, isBooked: ReturnType<typeof calendar>) {
  const { tenant } = zone.floor.building;
  const windowStartMs = nowMs - (nowMs % OCCUPANCY_WINDOW_MS);
  const people = peopleIn(zone);
  return {
    location: zone.location,
    space: {
      id: zone.spaceId,
      name: zone.location.name,
      floorId: zone.floor.location.locationId,
      type: "MEETING_ROOM",
      capacity: ROOM_CAPACITY,
      occupancyType: "PEOPLE_COUNT",
    },
    windowStartTimestamp: windowStartMs,
    windowStartDateTime: localDateTime(windowStartMs, tenant),
    timeZone: tenant.timeZone,
    peoplePresence: people > 0,
    bookingStatus: isBooked(zone, windowStartMs) ? "BOOKED" : "FREE",
  };
}
