/** Events for tests: one made by hand, and arbitrary ones that share subjects, times and places so that they collide. */
import fc from "fast-check";

const location = {
  locationId: "location-zone",
  name: "Lobby",
  inferredLocationTypes: ["ZONE"],
  parent: {
    locationId: "location-floor",
    name: "Ground",
    inferredLocationTypes: ["FLOOR"],
    floorNumber: 1,
    parent: {
      locationId: "location-building",
      name: "North",
      inferredLocationTypes: ["NETWORK", "BUILDING"],
      parent: {
        locationId: "location-campus",
        name: "Campus",
        inferredLocationTypes: ["CAMPUS"],
        parent: { locationId: "location-root", name: "Root", inferredLocationTypes: ["ROOT"] },
      },
    },
  },
};

export function locationUpdate(change: Record<string, unknown> = {}, payload: Record<string, unknown> = {}) {
  return {
    recordUid: "event-1",
    recordTimestamp: 1_700_000_000_000,
    spacesTenantId: "tenant-1",
    spacesTenantName: "Tenant",
    partnerTenantId: "partner-1",
    eventType: "DEVICE_LOCATION_UPDATE",
    deviceLocationUpdate: {
      device: { deviceId: "device-1", macAddress: "02:00:5e:00:00:01", os: "iOS" },
      location,
      xPos: 10.5,
      yPos: 20.25,
      ...payload,
    },
    ...change,
  };
}

const envelope = fc.record({
  recordUid: fc.integer({ min: 1, max: 60 }).map((n) => `event-${n}`),
  spacesTenantId: fc.constantFrom("tenant-1", "tenant-2"),
});

/** An event's time follows from its uid: the same event is always the same event. */
function timed<T extends { recordUid: string }>(event: T): T & { recordTimestamp: number } {
  const number = Number(event.recordUid.slice("event-".length));
  return { ...event, recordTimestamp: 1_700_000_000_000 + (number % 7) * 1_000 };
}

const place = fc.constantFrom(location, location.parent, location.parent.parent);

const deviceEvent = fc
  .tuple(
    envelope,
    fc.integer({ min: 1, max: 3 }),
    place,
    fc.constantFrom("DEVICE_LOCATION_UPDATE", "DEVICE_ENTRY", "DEVICE_EXIT"),
  )
  .map(([base, device, where, eventType]) => {
    const payload = { device: { deviceId: `device-${device}` }, location: where, xPos: device, yPos: 2 };
    const field = {
      DEVICE_LOCATION_UPDATE: "deviceLocationUpdate",
      DEVICE_ENTRY: "deviceEntry",
      DEVICE_EXIT: "deviceExit",
    }[eventType] as string;
    return timed({ ...base, eventType, [field]: payload });
  });

const reading = fc.record(
  {
    temperature: fc.record({ temperatureInCelsius: fc.integer({ min: -20, max: 40 }) }),
    battery: fc.record({ value: fc.integer({ min: 1, max: 100 }), unit: fc.constantFrom("PERCENTAGE", "MILLI_VOLTS") }),
    humidity: fc.record({ humidityInPercentage: fc.integer({ min: 1, max: 100 }) }),
    airQuality: fc.record({
      airQualityIndex: fc.integer({ min: 1, max: 5 }),
      airQualityStatus: fc.constantFrom("good", "bad"),
    }),
  },
  { requiredKeys: [] },
);

const sensorEvent = fc
  .tuple(envelope, fc.integer({ min: 1, max: 2 }), reading, place)
  .map(([base, sensor, readings, where]) =>
    timed({
      ...base,
      eventType: "IOT_TELEMETRY",
      iotTelemetry: { deviceInfo: { deviceId: `sensor-${sensor}` }, location: where, ...readings },
    }),
  );

const countEvent = fc
  .tuple(envelope, fc.boolean(), fc.integer({ min: 0, max: 9 }))
  .map(([base, camera, count]) =>
    timed(
      camera
        ? { ...base, eventType: "CAMERA_COUNT", cameraCounts: { location, count } }
        : { ...base, eventType: "DEVICE_COUNT", deviceCounts: { location, associatedCount: count } },
    ),
  );

const unlistedEvent = envelope.map((base) =>
  timed({ ...base, eventType: "PARTNER_EVENT", custom: { location, anything: [1, { two: null }] } }),
);

/** Few subjects, few times, few uids: duplicates, ties and conflicts are the rule. One uid is one content per kind. */
export const arbitraryEvent = fc
  .oneof(
    { weight: 4, arbitrary: deviceEvent },
    { weight: 4, arbitrary: sensorEvent },
    { weight: 2, arbitrary: countEvent },
    unlistedEvent,
  )
  .map((event) => ({ ...event, recordUid: `${event.recordUid}-${contentOf(event)}` }));

/** A short digest of the content, so that two different events never share a recordUid. */
function contentOf(event: object): string {
  let hash = 0;
  for (const character of JSON.stringify(event)) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return (hash >>> 0).toString(36);
}
