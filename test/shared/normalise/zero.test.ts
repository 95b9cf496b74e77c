/** A zero is read, never invented: what drifted, broken or newer messages do not say leaves what is known as it was. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../../cli/encode-protobuf.ts";
import { rowOf } from "../../support/core.ts";
import { eventOf, stateAfter } from "../../support/state.ts";

const location = { locationId: "lobby", inferredLocationTypes: ["ZONE"] };
const deviceInfo = { deviceId: "tag-1" };
const device = { deviceId: "phone-1" };

describe("a count", () => {
  const truth = () => eventOf("CAMERA_COUNT", { cameraCounts: { location, count: 14, countDelta: 2 } });

  it.each([
    ["under a drifted name, in a drifted field", { cameraCount: { location, peopleCount: 15 } }],
    ["under its documented name, in a drifted field", { cameraCounts: { location, peopleCount: 15 } }],
    ["under a drifted name, and nothing else", { cameraCount: { location } }],
    ["that does not parse", { cameraCounts: { location, count: "abc", countDelta: "?" } }],
    ["that is a list", { cameraCounts: { location, count: [15], countDelta: {} } }],
    ["that is empty text", { cameraCounts: { location, count: "", countDelta: "" } }],
  ])("%s leaves the known one", (_, payloads) => {
    expect(stateAfter(truth(), eventOf("CAMERA_COUNT", payloads)).count).toMatchObject({
      people_count: 14,
      count_delta: 2,
    });
  });

  it("is 0 where the contract's message leaves it out, as proto3 does", () => {
    const state = stateAfter(truth(), eventOf("CAMERA_COUNT", { cameraCounts: { location } }));
    expect(state.count).toMatchObject({ people_count: 0, count_delta: 0 });
  });

  it("is 0 in a protobuf message with fields newer than the public contract", () => {
    const known = protobufEncoder().encode({
      ...eventOf("CAMERA_COUNT", {}),
      cameraCounts: { location: { locationId: "lobby" } },
    });
    // The message is field 26 of EventRecord and the last: a field 100 is put at its end, and its length told.
    const newer = Buffer.concat([known, Buffer.from([0xa0, 0x06, 0x01])]);
    const lengthAt = newer.lastIndexOf(Buffer.from([0xd2, 0x01])) + 2;
    newer.writeUInt8(newer.readUInt8(lengthAt) + 3, lengthAt);
    expect(rowOf(newer)).toMatchObject({ people_count: 0, location_id: "lobby" });
  });

  it("is found beside a second object, under a name that drifted", () => {
    const before = truth();
    const event = eventOf("CAMERA_COUNT", {
      metadata: { source: "meraki" },
      cameraCount: { location, count: 15, countDelta: 1 },
    });
    expect(stateAfter(before, event).count).toMatchObject({ people_count: 15, count_delta: 1 });
  });

  it("is not 0 where a field stands beside the payload that may have been its own, nor where it is null", () => {
    const beside = eventOf("CAMERA_COUNT", { cameraCounts: { location }, peopleCount: 15 });
    expect(stateAfter(truth(), beside).count).toMatchObject({ people_count: 14 });
    const nothing = eventOf("CAMERA_COUNT", { cameraCounts: { location, count: null, countDelta: null } });
    expect(stateAfter(truth(), nothing).count).toMatchObject({ people_count: 14 });
  });

  it("leaves no state where nothing tells the payload from what stands beside it", () => {
    const event = eventOf("CAMERA_COUNT", { first: { a: 1 }, second: { b: 2 } });
    expect(rowOf(event)).toMatchObject({ subject_kind: "unknown", people_count: undefined });
    expect(stateAfter(event)).toEqual({});
  });
});

describe("device counts", () => {
  const truth = () => {
    const deviceCounts = { location, associatedCount: 9, estimatedProbingCount: 3, userCount: 5, bleTagCount: 2 };
    return eventOf("DEVICE_COUNT", { deviceCounts });
  };

  it.each([
    ["a public mock's names", { deviceCount: { location, probingCount: 5, associatedCountDelta: 3 } }],
    ["short names", { deviceCounts: { location, associated: 18, probing: 5 } }],
  ])("under %s leave the known ones", (_, payloads) => {
    const before = stateAfter(truth()).count;
    expect(stateAfter(truth(), eventOf("DEVICE_COUNT", payloads)).count).toMatchObject({
      associated_count: 9,
      probing_count: 3,
      measurements: before?.measurements,
    });
  });

  it("of a presence event are left out where it does not have the contract's fields only", () => {
    const devicePresence = { presenceEventType: "DEVICE_ENTRY_EVENT", device, location, occupants: 3 };
    const row = rowOf(eventOf("DEVICE_PRESENCE", { devicePresence }));
    expect([row.active_count, row.inactive_count, row.measurements]).toEqual([undefined, undefined, undefined]);
  });
});

describe("a sensor's reading", () => {
  const truth = () =>
    eventOf("IOT_TELEMETRY", {
      iotTelemetry: {
        deviceInfo,
        temperature: { temperatureInCelsius: 21 },
        humidity: { humidityInPercentage: 40 },
        battery: { value: 80 },
        airPressure: { pressure: 1013 },
        voltage: { valueMv: 3000 },
        occupancyStatus: { status: "NOT_OCCUPIED" },
        magnetContact: { contactType: "OPEN" },
        carbonEmissions: { co2Ppm: 500 },
        ambientLight: { valueLx: 300 },
        illuminance: { value: 250, unit: "LUX" },
      },
    });
  const known = stateAfter(truth()).telemetry?.measurements;

  it.each([
    ["a drifted field", { temperature: { value: 22 }, humidity: { value: 50 }, occupancyStatus: { state: "FREE" } }],
    ["text", { temperature: { temperatureInCelsius: "warm" }, battery: { value: "full", unit: "PERCENTAGE" } }],
    ["a word the contract lacks", { occupancyStatus: { status: "MAYBE" }, magnetContact: { contactType: "AJAR" } }],
    ["an object", { airPressure: { pressure: {} }, voltage: { valueMv: [] }, magnetContact: { contactType: {} } }],
    ["a vendor's word for none", { humidity: { humidityInPercentage: 255 }, ambientLight: { valueLx: 65_535 } }],
    ["a vendor's word for none, of light", { illuminance: { value: 65_535, unit: "LUX" } }],
    ["larger than a float", { airPressure: { pressure: 1e39 }, voltage: { valueMv: 1e100 } }],
  ])("that is %s leaves the known one", (_, readings) => {
    const before = truth();
    const event = eventOf("IOT_TELEMETRY", { iotTelemetry: { deviceInfo, ...readings } });
    expect(stateAfter(before, event).telemetry?.measurements).toEqual(known);
  });

  it("is not 0 under a payload whose name drifted", () => {
    const iotTelemetryUpdate = { deviceInfo, temperature: {}, occupancyStatus: {}, battery: { value: 70 } };
    const before = truth();
    const event = eventOf("IOT_TELEMETRY", { iotTelemetryUpdate });
    expect(stateAfter(before, event).telemetry?.measurements).toEqual(known);
  });

  it("is 0 in a message of the contract, whatever is new beside it", () => {
    const iotTelemetry = { deviceInfo, temperature: {}, tvoc: { valueInPpb: 120 } };
    expect(rowOf(eventOf("IOT_TELEMETRY", { iotTelemetry })).measurements).toEqual({ temperature_c: 0, tvoc_ppb: 120 });
  });

  it("of a v2.0 type is never invented: its contract is not public", () => {
    const bleRssiUpdate = { rssiNotification: { macAddress: "02:00:5e:20:00:09" }, location };
    expect(rowOf(eventOf("BLE_RSSI_UPDATE", { bleRssiUpdate })).measurements).toBeUndefined();
    const telemetries = [{ peopleCount: "many" }, { presence: "perhaps" }, { activeCalls: null }];
    const webexTelemetryUpdate = { deviceInfo: { deviceId: "room-1" }, telemetries };
    const row = rowOf(eventOf("WEBEX_TELEMETRY", { webexTelemetryUpdate }));
    expect([row.people_count, row.measurements]).toEqual([undefined, undefined]);
    const spaceOccupancyChange = { space: { id: "room" }, peopleCount: null, peoplePresence: "perhaps" };
    const space = rowOf(eventOf("SPACE_OCCUPANCY_CHANGE", { spaceOccupancyChange }));
    expect([space.people_count, space.measurements]).toEqual([undefined, undefined]);
  });
});

describe("a position", () => {
  const fix = { device, location, mapId: "map", xPos: 12.5, yPos: 7.25, confidenceFactor: 3 };

  it.each([
    ["drifted names", { device, mapId: "map", x: 21, y: 31 }],
    ["text with a comma", { device, mapId: "map", xPos: "20,5", yPos: 3 }],
    ["one coordinate and a field the contract lacks", { device, mapId: "map", yPos: 3, floor: 2 }],
    ["a map alone", { device, mapId: "map" }],
    ["a latitude that does not parse", { device, latitude: "north", longitude: 11 }],
    ["a latitude that says nowhere", { device, latitude: -999, longitude: 11 }],
  ])("of %s is none", (_, deviceLocationUpdate) => {
    const row = rowOf(eventOf("DEVICE_LOCATION_UPDATE", { deviceLocationUpdate }));
    expect([row.x, row.y, row.latitude, row.longitude]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it("is not undone by an event that says neither coordinates nor a place", () => {
    const nothing = { device, mapId: "map", x: 21, y: 31 };
    const state = stateAfter(
      eventOf("DEVICE_LOCATION_UPDATE", { deviceLocationUpdate: fix }),
      eventOf("DEVICE_LOCATION_UPDATE", { deviceLocationUpdate: nothing }),
    );
    expect(state.position).toMatchObject({ x: 12.5, y: 7.25 });
  });

  it("follows a device to a place that is told without coordinates", () => {
    const elsewhere = { device, location: { locationId: "hall" } };
    const state = stateAfter(
      eventOf("DEVICE_LOCATION_UPDATE", { deviceLocationUpdate: fix }),
      eventOf("DEVICE_LOCATION_UPDATE", { deviceLocationUpdate: elsewhere }),
    );
    expect(state.position).toMatchObject({ location_id: "hall", x: undefined });
  });

  it("on the map's edge has the 0 that proto3 leaves out", () => {
    const deviceLocationUpdate = { device, mapId: "map", yPos: 31 };
    expect(rowOf(eventOf("DEVICE_LOCATION_UPDATE", { deviceLocationUpdate }))).toMatchObject({ x: 0, y: 31 });
  });

  it("of a sensor is none where only its map and its location were detected", () => {
    const iotTelemetry = { deviceInfo, detectedPosition: { mapId: "map", locationId: "lobby" } };
    const row = rowOf(eventOf("IOT_TELEMETRY", { iotTelemetry }));
    expect(row).toMatchObject({ map_id: "map", location_id: "lobby", x: undefined, y: undefined });
  });
});

describe("the payload", () => {
  const payloadOf = (payloads: object) => JSON.parse(String(rowOf(eventOf("IOT_TELEMETRY", { ...payloads })).payload));

  it("has an enum's first member only where the contract's message leaves it out", () => {
    expect(payloadOf({ iotTelemetry: { occupancyStatus: {} } })).toEqual({ occupancyStatus: { status: "OCCUPIED" } });
    const drifted = { occupancyStatus: { state: "FREE" } };
    expect(payloadOf({ iotTelemetry: drifted })).toEqual(drifted);
  });

  it("is kept as it came under a name that drifted", () => {
    const drifted = { occupancyStatus: {}, sequenceNum: 0 };
    expect(payloadOf({ telemetry: drifted })).toEqual(drifted);
  });

  it("keeps what is no member of an enum", () => {
    const broken = { occupancyStatus: { status: true }, magnetContact: { contactType: {} } };
    expect(payloadOf({ iotTelemetry: broken })).toEqual(broken);
  });
});

describe("JSON and protobuf of one event", () => {
  it("give the same row, whichever fields are absent, 0 or printed", () => {
    const encoder = protobufEncoder();
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
    const figure = fc.constantFrom(0, 1, 14, -3);
    const message = fc.oneof(
      fc.record({
        eventType: fc.constant("CAMERA_COUNT"),
        cameraCounts: fc.record({ count: maybe(figure), countDelta: maybe(figure) }),
      }),
      fc.record({
        eventType: fc.constant("IOT_TELEMETRY"),
        iotTelemetry: fc.record({
          deviceInfo: fc.constant(deviceInfo),
          temperature: maybe(fc.record({ temperatureInCelsius: maybe(figure) })),
          battery: maybe(
            fc.record({ value: maybe(figure), unit: maybe(fc.constantFrom("PERCENTAGE", "MILLI_VOLTS")) }),
          ),
          occupancyStatus: maybe(fc.record({ status: maybe(fc.constantFrom("OCCUPIED", "NOT_OCCUPIED")) })),
          detectedPosition: maybe(
            fc.record({ mapId: maybe(fc.constant("m")), xPos: maybe(figure), yPos: maybe(figure) }),
          ),
        }),
      }),
      fc.record({
        eventType: fc.constant("DEVICE_PRESENCE"),
        devicePresence: fc.record({
          device: fc.constant(device),
          presenceEventType: maybe(fc.constantFrom("DEVICE_ENTRY_EVENT", "DEVICE_EXIT_EVENT")),
          visitDurationMinutes: maybe(figure),
          activeDevicesCount: maybe(figure),
          wasInActive: maybe(fc.boolean()),
        }),
      }),
    );
    fc.assert(
      fc.property(message, (payloads) => {
        const event = JSON.parse(JSON.stringify({ recordUid: "a", recordTimestamp: 1, ...payloads }));
        expect(rowOf(encoder.encode(event))).toEqual(rowOf(event));
      }),
    );
  });
});
