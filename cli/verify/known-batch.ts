/** A batch whose fate is known: of a tenant of its own, of every way to be stored, and one record that cannot be used. */
import { gzipSync } from "node:zlib";

export const VERIFY_TENANT_PREFIX = "spaces-verify-";

/** Of what a record is to show. */
export interface KnownRecord {
  readonly shows: string;
  readonly payload: Uint8Array;
}

const MINUTE_MS = 60_000;

/** The same tenant and time make the same batch. */
export function knownBatch(tenant: string, nowMs: number, withPoison: boolean): readonly KnownRecord[] {
  const of = (name: string) => `${tenant}-${name}`;
  const event = (uid: string, minutesAgo: number, eventType: string, payload: object) => ({
    recordUid: of(uid),
    recordTimestamp: nowMs - minutesAgo * MINUTE_MS,
    spacesTenantId: tenant,
    spacesTenantName: "spaces verify",
    eventType,
    ...payload,
  });
  const floor = {
    locationId: of("floor"),
    name: "Floor",
    inferredLocationTypes: ["FLOOR"],
    floorNumber: 1,
    parent: {
      locationId: of("building"),
      name: "Building",
      inferredLocationTypes: ["BUILDING"],
      parent: { locationId: of("root"), name: "Root", inferredLocationTypes: ["ROOT"] },
    },
  };
  const location = { locationId: of("zone"), name: "Zone", inferredLocationTypes: ["ZONE"], parent: floor };
  // Addresses that are nobody's: RFC 7042, section 2.1.2.
  const device = { deviceId: of("device"), macAddress: "00:00:5e:00:53:01" };
  const at = (uid: string, minutesAgo: number, xPos: number) =>
    event(uid, minutesAgo, "DEVICE_LOCATION_UPDATE", { deviceLocationUpdate: { device, location, xPos, yPos: 20 } });
  const sensed = (uid: string, minutesAgo: number, readings: object) =>
    event(uid, minutesAgo, "IOT_TELEMETRY", {
      iotTelemetry: { deviceInfo: { deviceId: of("sensor") }, location, ...readings },
    });
  const newest = at("position-2", 1, 30);
  return [
    { shows: "a position", payload: json(newest) },
    { shows: "an older position, which does not win", payload: json(at("position-1", 2, 10)) },
    { shows: "the same position again", payload: json(newest) },
    {
      shows: "two readings of a sensor in one record",
      payload: json(
        sensed("reading-1", 2, { temperature: { temperatureInCelsius: 21.5 } }),
        sensed("reading-2", 1, { humidity: { humidityInPercentage: 40 } }),
      ),
    },
    {
      shows: "a camera's count, in gzip",
      payload: gzipSync(
        json(
          event("count", 1, "RAW_CAMERA_COUNT", {
            rawCameraCounts: { location, cameraId: of("camera"), count: 7 },
          }),
        ),
      ),
    },
    {
      shows: "an event type that nobody listed",
      payload: json(event("unlisted", 1, "SPACES_VERIFY", { spacesVerify: { location, anything: [1, null] } })),
    },
    ...(withPoison
      ? [
          {
            shows: "an event without a time",
            payload: json({ ...event("poison", 0, "DEVICE_ENTRY", {}), recordTimestamp: undefined }),
          },
        ]
      : []),
  ];
}

function json(...events: readonly object[]): Buffer {
  return Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
}
