/** Events as Cisco sends them, cheap to make in any number, and things that are none. */

export const ARRIVED_AT_MS = Date.parse("2026-03-02T10:00:05Z");
const FIRST_AT_MS = Date.parse("2026-03-02T10:00:00Z");

const floor = {
  locationId: "floor-1",
  name: "First floor",
  inferredLocationTypes: ["FLOOR"],
  parent: { locationId: "building-1", name: "Head office", inferredLocationTypes: ["BUILDING"] },
};

/** The `index`th event; its recordUid is `uid-<index>`. Types take turns, one of them unknown to us. */
export function eventAt(index: number): Record<string, unknown> {
  const envelope = {
    recordUid: `uid-${index}`,
    recordTimestamp: FIRST_AT_MS + index,
    spacesTenantId: "tenant-1",
    spacesTenantName: "Simulation",
    partnerTenantId: "partner-1",
  };
  const device = {
    deviceId: `device-${index % 500}`,
    macAddress: "00:11:22:33:44:55",
    os: "iOS",
    email: "a@b.example",
  };
  switch (index % 4) {
    case 0:
      return {
        ...envelope,
        eventType: "DEVICE_LOCATION_UPDATE",
        deviceLocationUpdate: {
          device,
          location: floor,
          xPos: 12.5,
          yPos: index % 300,
          confidenceFactor: 24,
          mapId: "map-1",
        },
      };
    case 1:
      return {
        ...envelope,
        eventType: "DEVICE_PRESENCE",
        devicePresence: { presenceEventType: "DEVICE_ENTRY_EVENT", device, location: floor, visitId: `visit-${index}` },
      };
    case 2:
      return { ...envelope, eventType: "CAMERA_COUNT", cameraCounts: { location: floor, count: index % 40 } };
    default:
      return { ...envelope, eventType: "PARTNER_SPECIAL", partnerSpecial: { location: floor, note: 'line\n"break"' } };
  }
}

export function jsonOf(index: number): Buffer {
  return Buffer.from(`${JSON.stringify(eventAt(index))}\n`);
}

/** Each of these is refused, for a reason of its own. */
export const garbage: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from("not an event"),
  Buffer.from('{"recordUid":"uid-x","recordTimestamp":1767225600000,"eventType":"DEVICE_ENTRY"'),
  Buffer.from('{"recordTimestamp":1767225600000,"eventType":"DEVICE_ENTRY"}'),
  Buffer.from([0x1f, 0x8b, 1, 2, 3]),
  Buffer.from([0xf3, 0x89, 0x9a, 0xc2, 0, 1, 2]),
  Buffer.from("[".repeat(10_000)),
  Buffer.from("[]"),
];
