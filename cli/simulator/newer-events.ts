/**
 * Event types after the public contract, whose payloads are not public, and a partner's own: a receiver must keep them
 * without knowing them. The payload fields here are plausible, not Cisco's.
 */
import type { Floor } from "./building.ts";
import { type Fact, fact } from "./event.ts";
import { idsFrom } from "./ids.ts";
import type { Device } from "./people.ts";
import type { Random } from "./random.ts";

export interface NewerEvents {
  association(nowMs: number): Fact[];
  rssi(nowMs: number): Fact[];
  wifiDevice(): Fact[];
  apTopology(): Fact[];
  buildingFeature(): Fact[];
  custom(): Fact[];
}

export function newerEvents(
  anyDevice: () => Device | undefined,
  floors: readonly Floor[],
  random: Random,
): NewerEvents {
  const ids = idsFrom(random);
  const aboutDevice = (eventType: string, field: string, more: (device: Device) => object): Fact[] => {
    const device = anyDevice();
    if (device === undefined) return [];
    const { person, profile } = device;
    return [
      fact(person.tenant, eventType, field, { device: profile, location: person.zone.location, ...more(device) }),
    ];
  };
  return {
    association: (timestamp) =>
      aboutDevice("DEVICE_ASSOCIATION", "deviceAssociation", ({ person, ssid }) => ({
        ssid,
        associated: true,
        apMacAddress: random.pick(person.floor.accessPoints),
        timestamp,
      })),
    rssi: (timestamp) =>
      aboutDevice("DEVICE_RSSI_UPDATE", "deviceRssiUpdate", ({ person }) => ({
        apRssiMeasurements: [
          { apMacAddress: random.pick(person.floor.accessPoints), rssi: -45 - random.below(40), timestamp },
        ],
      })),
    wifiDevice: () => aboutDevice("WIFI_DEVICE_UPDATE", "wifiDeviceUpdate", ({ ipv4, ssid }) => ({ ipv4, ssid })),
    apTopology() {
      const { location, building, mapId, accessPoints: known } = random.pick(floors);
      const accessPoint = { macAddress: random.pick(known), name: "AP-1", xPos: 30, yPos: 60 };
      const payload = { changeType: "UPDATE", location, mapId, accessPoints: [accessPoint] };
      return [fact(building.tenant, "AP_TOPOLOGY_CHANGE", "apTopologyChange", payload)];
    },
    buildingFeature() {
      const { location, building, mapId, zones } = random.pick(floors);
      const feature = { id: random.pick(zones).spaceId, name: "Meeting room", type: "MEETING_ROOM" };
      const payload = { changeType: "ADD", location, mapId, feature };
      return [fact(building.tenant, "BUILDING_FEATURE", "buildingFeature", payload)];
    },
    custom() {
      const { location, building } = random.pick(floors);
      const payload = { location, robotId: `robot-${ids.hex(6)}`, task: "vacuum", progressPercent: random.below(101) };
      return [fact(building.tenant, "PARTNER_CLEANING_ROBOT", "partnerCleaningRobot", payload)];
    },
  };
}
