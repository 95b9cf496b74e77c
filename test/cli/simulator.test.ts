import { describe, expect, it } from "vitest";
import type { LocationNode } from "../../cli/simulator/building.ts";
import type { SpacesEvent } from "../../cli/simulator/event.ts";
import { type SimulationOptions, simulate } from "../../cli/simulator/simulate.ts";
import { eventTypes } from "../../shared/normalise/event-types.ts";

const morning = Date.parse("2026-03-02T17:00:00Z");
const options = { seed: 7, startMs: morning, eventsPerSecond: 100 };
const run = (more: Partial<SimulationOptions> = {}) => [...simulate({ ...options, events: 20_000, ...more })];
/** Runs are only read, so that tests can share one. */
const hourly = run({ timeScale: 60 });

interface Presence {
  readonly presenceEventType: string;
  readonly device: { readonly deviceId: string };
  readonly location: LocationNode;
  readonly visitId: string;
  readonly entryTimestamp: number;
  readonly exitTimestamp: number;
  readonly visitDurationMinutes: number;
  readonly activeDevicesCount: number;
  readonly inActiveDevicesCount: number;
  readonly activeUsersCount: { readonly totalUsers: number };
  readonly inActiveUsersCount: { readonly totalUsers: number };
}

const ofType = (events: readonly SpacesEvent[], eventType: string) =>
  events.filter((event) => event.eventType === eventType);
const presence = (event: SpacesEvent) => (event.devicePresence ?? event.userPresence) as Presence;

describe("the simulator", () => {
  it("gives the same bytes for the same seed, and others for another", () => {
    const bytes = (seed: number) => JSON.stringify(run({ seed, events: 3_000 }));
    expect(bytes(7)).toBe(bytes(7));
    expect(bytes(8)).not.toBe(bytes(7));
  });

  it("makes exactly as many events as asked for, and goes on for ever when not asked", () => {
    for (const events of [0, 1, 7, 1_001]) expect(run({ events })).toHaveLength(events);
    const endless = simulate(options);
    for (let index = 0; index < 30_000; index++) expect(endless.next().done).toBe(false);
  });

  it("gives every event its own recordUid", () => {
    expect(new Set(hourly.map(({ recordUid }) => recordUid)).size).toBe(hourly.length);
  });

  it.each([10, 100, 1_000, 10_000])(
    "shows every event type within any 2,000 events at %i events/s",
    (eventsPerSecond) => {
      const events = run({ eventsPerSecond });
      const types = [...Object.keys(eventTypes), "KEEP_ALIVE", "PARTNER_CLEANING_ROBOT"];
      for (let start = 0; start + 2_000 <= events.length; start += 500) {
        const seen = new Set(events.slice(start, start + 2_000).map(({ eventType }) => eventType));
        expect(types.filter((type) => !seen.has(type))).toEqual([]);
      }
    },
  );

  it.each([10, 100, 1_000, 10_000])("keeps to a realistic mix and to the rate at %i events/s", (eventsPerSecond) => {
    const events = run({ eventsPerSecond });
    const share = (...types: string[]) => types.flatMap((type) => ofType(events, type)).length / events.length;
    expect(share("DEVICE_LOCATION_UPDATE")).toBeGreaterThan(0.53);
    expect(share("DEVICE_LOCATION_UPDATE")).toBeLessThan(0.65);
    expect(share("IOT_TELEMETRY")).toBeGreaterThan(0.14);
    expect(share("IOT_TELEMETRY")).toBeLessThan(0.2);
    const present = share("DEVICE_ENTRY", "DEVICE_EXIT", "DEVICE_PRESENCE", "USER_PRESENCE");
    expect(present).toBeGreaterThan(0.05);
    expect(present).toBeLessThan(0.17);
    const lastMs = events.at(-1)?.recordTimestamp ?? 0;
    expect(Math.abs(lastMs - morning - (events.length * 1_000) / eventsPerSecond)).toBeLessThan(200);
  });

  it("prints an event with the fields of the real sample, in its order", () => {
    const [event] = ofType(hourly, "DEVICE_LOCATION_UPDATE");
    expect(Object.keys(event ?? {})).toEqual([
      "recordUid",
      "recordTimestamp",
      "spacesTenantId",
      "spacesTenantName",
      "partnerTenantId",
      "eventType",
      "deviceLocationUpdate",
    ]);
    const payload = event?.deviceLocationUpdate as Record<string, Record<string, unknown>>;
    expect(Object.keys(payload)).toEqual([
      "device",
      "location",
      "ssid",
      "rawUserId",
      "visitId",
      "lastSeen",
      "deviceClassification",
      "mapId",
      "xPos",
      "yPos",
      "confidenceFactor",
      "latitude",
      "longitude",
      "unc",
      "maxDetectedRssi",
      "ipv4",
      "ipv6",
    ]);
    expect(Object.keys(payload.device ?? {})).toEqual([
      "deviceId",
      "userId",
      "tags",
      "mobile",
      "email",
      "gender",
      "firstName",
      "lastName",
      "postalCode",
      "optIns",
      "attributes",
      "macAddress",
      "manufacturer",
      "os",
      "osVersion",
      "type",
      "socialNetworkInfo",
      "deviceModel",
    ]);
    expect(event?.recordUid).toMatch(/^event-[0-9a-f]{8}$/);
    expect(payload.device?.deviceId).toMatch(/^device-\w{21}$/);
    expect(payload.visitId).toMatch(/^visit-\d{19}$/);
  });

  it("sends location trees from the leaf up to the root", () => {
    const [event] = ofType(hourly, "DEVICE_PRESENCE").map(presence);
    const levels: string[] = [];
    let node: LocationNode | undefined = event?.location;
    for (; node !== undefined; node = node.parent) levels.push(node.inferredLocationTypes.join("+"));
    expect(levels).toEqual(["ZONE", "FLOOR", "NETWORK+BUILDING", "CAMPUS", "CMX", "ROOT"]);
  });

  it("lets every device leave after it came, with the visit it came with", () => {
    const entered = new Map<string, string>();
    let known = 0;
    for (const event of ofType(hourly, "DEVICE_PRESENCE").map(presence)) {
      const { deviceId } = event.device;
      if (event.presenceEventType === "DEVICE_ENTRY_EVENT") {
        expect(entered.get(deviceId)).toBeUndefined();
        entered.set(deviceId, event.visitId);
      }
      if (event.presenceEventType !== "DEVICE_EXIT_EVENT") continue;
      expect(event.exitTimestamp).toBeGreaterThanOrEqual(event.entryTimestamp);
      expect(event.visitDurationMinutes).toBe(Math.round((event.exitTimestamp - event.entryTimestamp) / 60_000));
      if (entered.has(deviceId)) {
        expect(entered.get(deviceId)).toBe(event.visitId);
        known++;
      }
      entered.delete(deviceId);
    }
    expect(known).toBeGreaterThan(50);
  });

  it("never locates a device that has left", () => {
    const left = new Set<string>();
    for (const event of hourly) {
      if (event.eventType === "DEVICE_EXIT") left.add((event.deviceExit as Presence).device.deviceId);
      if (event.eventType === "DEVICE_ENTRY") left.delete((event.deviceEntry as Presence).device.deviceId);
      if (event.eventType === "DEVICE_LOCATION_UPDATE") {
        expect(left.has((event.deviceLocationUpdate as Presence).device.deviceId)).toBe(false);
      }
    }
    expect(left.size).toBeGreaterThan(0);
  });

  it("counts in step: each presence event changes its zone by the one device it tells of", () => {
    const change: Record<string, number> = { DEVICE_ENTRY_EVENT: 1, DEVICE_EXIT_EVENT: -1 };
    const counts = new Map<string, number>();
    let compared = 0;
    for (const event of ofType(hourly, "DEVICE_PRESENCE").map(presence)) {
      const zone = event.location.locationId;
      const count = event.activeDevicesCount + event.inActiveDevicesCount;
      const before = counts.get(zone);
      if (before !== undefined) {
        expect(count).toBe(before + (change[event.presenceEventType] ?? 0));
        compared++;
      }
      counts.set(zone, count);
    }
    expect(compared).toBeGreaterThan(500);
  });

  it("counts alike by Wi-Fi, by camera and in rooms", () => {
    const devices = new Map<string, number>();
    const people = new Map<string, number>();
    const compared = { DEVICE_COUNT: 0, CAMERA_COUNT: 0, RAW_CAMERA_COUNT: 0, SPACE_OCCUPANCY_CHANGE: 0 };
    const onFloor = zonesByFloor(hourly);
    const sum = (counts: Map<string, number>, floorId: string) => {
      const zones = onFloor.get(floorId) ?? [];
      return zones.every((zone) => counts.has(zone))
        ? zones.reduce((all, zone) => all + (counts.get(zone) ?? 0), 0)
        : undefined;
    };
    for (const event of hourly) {
      const payload = event[Object.keys(event)[6] ?? ""] as Presence & Record<string, number>;
      const place = payload?.location?.locationId ?? "";
      const agree = (type: keyof typeof compared, told: unknown, known: number | undefined) => {
        if (event.eventType !== type || known === undefined) return;
        expect(told).toBe(known);
        compared[type]++;
      };
      if (event.eventType === "DEVICE_PRESENCE")
        devices.set(place, payload.activeDevicesCount + payload.inActiveDevicesCount);
      if (event.eventType === "USER_PRESENCE") {
        people.set(place, payload.activeUsersCount.totalUsers + payload.inActiveUsersCount.totalUsers);
      }
      agree("DEVICE_COUNT", payload?.associatedCount, sum(devices, place));
      agree("CAMERA_COUNT", payload?.count, sum(people, place));
      agree("RAW_CAMERA_COUNT", payload?.count, people.get(place));
      agree("SPACE_OCCUPANCY_CHANGE", payload?.peopleCount, people.get(place));
    }
    for (const times of Object.values(compared)) expect(times).toBeGreaterThan(10);
  });

  it("tells the device count of a floor at most once a minute", () => {
    const toldAtMs = new Map<string, number>();
    let again = 0;
    for (const { deviceCounts, recordTimestamp } of ofType(run(), "DEVICE_COUNT")) {
      const { locationId } = (deviceCounts as Presence).location;
      const before = toldAtMs.get(locationId);
      if (before !== undefined) {
        expect(recordTimestamp - before).toBeGreaterThanOrEqual(60_000);
        again++;
      }
      toldAtMs.set(locationId, recordTimestamp);
    }
    expect(again).toBeGreaterThan(5);
  });

  it("lets people walk, not jump", () => {
    const last = new Map<string, { x: number; y: number; atMs: number; mapId: string }>();
    let moved = 0;
    for (const { deviceLocationUpdate, recordTimestamp } of ofType(run(), "DEVICE_LOCATION_UPDATE")) {
      const {
        device,
        xPos: x,
        yPos: y,
        mapId,
      } = deviceLocationUpdate as Presence & { xPos: number; yPos: number; mapId: string };
      const before = last.get(device.deviceId);
      if (before?.mapId === mapId && mapId !== "") {
        const feet = Math.hypot(x - before.x, y - before.y);
        expect(feet).toBeLessThan(((recordTimestamp - before.atMs) / 1_000) * 6 + 1);
        if (feet > 0) moved++;
      }
      last.set(device.deviceId, { x, y, atMs: recordTimestamp, mapId });
    }
    expect(moved).toBeGreaterThan(100);
  });

  it("gives visits the lengths people have: mostly minutes, some of them hours, hardly any of none", () => {
    const minutes = ofType(hourly, "DEVICE_EXIT")
      .map(({ deviceExit }) => (deviceExit as Presence).visitDurationMinutes)
      .sort((a, b) => a - b);
    const median = minutes[Math.floor(minutes.length / 2)] ?? 0;
    const mean = minutes.reduce((sum, length) => sum + length, 0) / minutes.length;
    expect(median).toBeGreaterThan(4);
    expect(median).toBeLessThan(30);
    expect(mean).toBeGreaterThan(median * 1.4);
    expect(minutes.at(-1)).toBeGreaterThan(120);
    expect(minutes.filter((length) => length === 0).length).toBeLessThan(minutes.length / 20);
  });

  it.each([
    ["temperature", "temperatureInCelsius", 18, 27],
    ["humidity", "humidityInPercentage", 30, 60],
    ["carbonEmissions", "co2Ppm", 0, 1_000],
  ] as const)("lets %s leave its range, but only sometimes", (sensor, reading, low, high) => {
    const days = run({ timeScale: 60, seed: 5, events: 60_000 });
    const readings = ofType(days, "IOT_TELEMETRY").flatMap(({ iotTelemetry }) => {
      const value = (iotTelemetry as Record<string, Record<string, number>>)[sensor]?.[reading];
      return value === undefined ? [] : [value];
    });
    const out = readings.filter((value) => value < low || value > high).length;
    expect(out).toBeGreaterThan(0);
    expect(out).toBeLessThan(readings.length / 4);
  });

  it("books rooms that nobody comes to, and lets people use rooms nobody booked", () => {
    const seen = new Set(
      ofType(hourly, "SPACE_OCCUPANCY_CHANGE").map(({ spaceOccupancyChange }) => {
        const { bookingStatus, peoplePresence } = spaceOccupancyChange as Record<string, unknown>;
        return `${bookingStatus} ${peoplePresence}`;
      }),
    );
    expect([...seen].sort()).toEqual(["BOOKED false", "BOOKED true", "FREE false", "FREE true"]);
  });

  it("lets people walk to another building of the campus", () => {
    const buildings = new Map<string, Set<string | undefined>>();
    for (const { deviceLocationUpdate } of ofType(hourly, "DEVICE_LOCATION_UPDATE")) {
      const { device, location } = deviceLocationUpdate as Presence;
      const been = buildings.get(device.deviceId) ?? new Set();
      buildings.set(device.deviceId, been.add(location.parent?.parent?.locationId));
    }
    expect([...buildings.values()].filter(({ size }) => size > 1).length).toBeGreaterThan(3);
  });

  it("fills in the morning and empties in the evening", () => {
    const growth = (startMs: number) => {
      const events = run({ startMs, eventsPerSecond: 10, timeScale: 2, events: 4 * 3_600 * 5 });
      const inPhoenix = events.filter(({ spacesTenantName }) => spacesTenantName === "Simulation-Workspaces");
      return ofType(inPhoenix, "DEVICE_ENTRY").length - ofType(inPhoenix, "DEVICE_EXIT").length;
    };
    expect(growth(Date.parse("2026-03-02T06:00:00-07:00"))).toBeGreaterThan(25);
    expect(growth(Date.parse("2026-03-02T16:00:00-07:00"))).toBeLessThan(-25);
  });
});

function zonesByFloor(events: readonly SpacesEvent[]): ReadonlyMap<string, readonly string[]> {
  const zones = new Map<string, Set<string>>();
  for (const { deviceLocationUpdate } of ofType(events, "DEVICE_LOCATION_UPDATE")) {
    const { locationId, parent } = (deviceLocationUpdate as Presence).location;
    const floor = parent?.locationId ?? "";
    zones.set(floor, (zones.get(floor) ?? new Set()).add(locationId));
  }
  return new Map([...zones].map(([floor, ids]) => [floor, [...ids]]));
}
