/** What an event is about is found where the documents have it, and where consumers have seen it. */
import { describe, expect, it } from "vitest";
import { rowOf } from "../../support/core.ts";
import { eventOf, stateAfter } from "../../support/state.ts";

const location = { locationId: "lobby", name: "Lobby", inferredLocationTypes: ["ZONE"] };
const tag = { deviceId: "tag-1", macAddress: "02:00:00:bb:00:01", type: "SENSOR", manufacturer: "Example" };
const phone = { deviceId: "phone-1", macAddress: "02:00:00:aa:00:01", os: "Android", type: "MOBILE" };

describe("a subject whose place in the event has drifted", () => {
  it.each([
    ["IOT_TELEMETRY", { iotTelemetry: { device: tag, location } }, "sensor", "tag-1", "telemetry"],
    ["IOT_USER_ACTION", { iotUserAction: { device: tag, location } }, "sensor", "tag-1", "status"],
    ["PROFILE_UPDATE", { profileUpdate: { device: phone, location } }, "device", "phone-1", "profile"],
    ["PROFILE_UPDATE", { deviceProfileUpdate: { device: phone, location } }, "device", "phone-1", "profile"],
    ["RAW_CAMERA_COUNT", { rawCameraCount: { camera: { id: "cam-1" }, location } }, "camera", "cam-1", "count"],
    [
      "WEBEX_TELEMETRY",
      { webexTelemetry: { device: { id: "room-1" }, location } },
      "room_device",
      "room-1",
      "telemetry",
    ],
    ["BLE_RSSI_UPDATE", { bleRssiUpdate: { device: tag, location } }, "sensor", "tag-1", "telemetry"],
    [
      "ASSET_LOCATION_UPDATE",
      { assetLocationUpdate: { asset: { id: "cart-7" }, location } },
      "asset",
      "cart-7",
      "position",
    ],
    ["SPACE_OCCUPANCY", { spaceOccupancy: { spaceId: "room-7", location } }, "space", "room-7", "count"],
    ["DEVICE_COUNT", { deviceCounts: { locationId: "lobby" } }, "location", "lobby", "count"],
  ])("of %s is found", (type, payloads, kind, id, aspect) => {
    const event = eventOf(type, payloads);
    expect(rowOf(event)).toMatchObject({ subject_kind: kind, subject_id: id, location_id: "lobby" });
    expect(Object.keys(stateAfter(event))).toEqual([aspect]);
  });

  it("of a user's presence is found, under a pseudonym", () => {
    const documented = { presenceEventType: "USER_ENTRY_EVENT", user: { userId: "ada" }, location };
    const drifted = { presenceEventType: "USER_ENTRY_EVENT", user: { id: "ada" }, location };
    const expected = rowOf(eventOf("USER_PRESENCE", { userPresence: documented }));
    const row = rowOf(eventOf("USER_PRESENCE", { userPresence: drifted }));
    expect(row).toMatchObject({ subject_kind: "user", subject_id: expected.subject_id, user_id: expected.user_id });
    expect(row.subject_id).toMatch(/^hmac-/);
  });

  it("brings what is known of it", () => {
    expect(rowOf(eventOf("PROFILE_UPDATE", { profileUpdate: { device: phone } }))).toMatchObject({
      os: "Android",
      device_type: "MOBILE",
    });
    expect(rowOf(eventOf("IOT_TELEMETRY", { iotTelemetry: { device: tag } }))).toMatchObject({
      manufacturer: "Example",
      device_type: "SENSOR",
      mac_address: expect.stringMatching(/^hmac-/),
    });
  });

  it("brings its readings under the names of a public mock", () => {
    const iotTelemetry = { device: tag, location, temperatureC: 23.4, humidityPct: 0, batteryPct: 91 };
    expect(rowOf(eventOf("IOT_TELEMETRY", { iotTelemetry })).measurements).toEqual({
      temperature_c: 23.4,
      humidity_pct: 0,
      battery_pct: 91,
    });
  });

  it("is not made of the place: what several share would share a history", () => {
    for (const type of ["IOT_TELEMETRY", "ASSET_LOCATION_UPDATE", "RAW_CAMERA_COUNT", "WEBEX_TELEMETRY"]) {
      const event = eventOf(type, { update: { location } });
      expect(rowOf(event)).toMatchObject({ subject_kind: "unknown", location_id: "lobby" });
      expect(stateAfter(event)).toEqual({});
    }
  });

  it("keeps two ids apart that JSON reads as one number", () => {
    for (const id of ["9007199254740993", "9007199254740992", "1e400"]) {
      const event = `{"recordUid":"a","recordTimestamp":1,"eventType":"PROFILE_UPDATE","deviceProfileUpdate":{"deviceId":${id}}}`;
      expect(rowOf(event)).toMatchObject({ subject_kind: "unknown", device_id: undefined });
    }
  });
});

describe("an asset", () => {
  const found = {
    xPos: 12.5,
    yPos: 7.25,
    latitude: 33.4,
    longitude: -112,
    mapId: "map",
    lastLocatedTime: 1_772_467_100_000,
  };

  it("is where it was detected, and its newest position is kept", () => {
    const event = eventOf("ASSET_LOCATION_UPDATE", {
      assetLocationUpdate: { deviceInfo: { deviceId: "tag-1" }, detectedPosition: found, location },
    });
    expect(stateAfter(event).position).toMatchObject({
      event_family: "asset",
      subject_kind: "asset",
      subject_id: "tag-1",
      x: 12.5,
      y: 7.25,
      latitude: 33.4,
      longitude: -112,
      map_id: "map",
      last_seen_at: 1_772_467_100_000,
    });
  });

  it("is where a plain position says, in short names, too", () => {
    const position = { x: 21, y: 31, latitude: 33.4, longitude: -112, mapId: "map" };
    const assetLocationUpdate = { asset: { assetId: "cart-7", name: "Cart 7" }, position, location };
    expect(rowOf(eventOf("ASSET_LOCATION_UPDATE", { assetLocationUpdate }))).toMatchObject({
      subject_id: "cart-7",
      x: 21,
      y: 31,
      latitude: 33.4,
      map_id: "map",
      labels: { device_name: "Cart 7" },
    });
  });

  it("is no person's device, nor is any other tag whose event type nobody listed", () => {
    const deviceInfo = { deviceId: "tag-1", deviceType: "IOT_BLE_DEVICE" };
    expect(rowOf(eventOf("ASSET_UPDATE", { assetUpdate: { deviceInfo } })).subject_kind).toBe("sensor");
    expect(rowOf(eventOf("ASSET_UPDATE", { assetUpdate: { asset: { id: "cart-7" } } })).subject_kind).toBe("asset");
  });
});

describe("facts of v2.0", () => {
  it("of a device's association are a status", () => {
    const deviceAssociation = { device: phone, location, ssid: "corporate", associationState: "ASSOCIATED" };
    expect(stateAfter(eventOf("DEVICE_ASSOCIATION", { deviceAssociation })).status).toMatchObject({
      event_family: "wifi",
      subject_id: "phone-1",
      ssid: "corporate",
      labels: { association_state: "ASSOCIATED" },
    });
  });

  it("of a sensor are its vendor, its model and how it was located", () => {
    const deviceInfo = { deviceId: "tag-1", vendorId: "vendor-7", deviceModel: "Tag 9" };
    const detectedPosition = { xPos: 1, yPos: 2, computeType: "TDOA" };
    const iotTelemetry = { deviceInfo, detectedPosition, allComputedPositions: [{}, {}, {}] };
    expect(rowOf(eventOf("IOT_TELEMETRY", { iotTelemetry }))).toMatchObject({
      measurements: { computed_positions: 3 },
      labels: { vendor_id: "vendor-7", device_model: "Tag 9", compute_type: "TDOA" },
    });
  });

  it("of a space are its type, as text or as an object, and a booking that is true or false", () => {
    const spaceOccupancy = (space: object, bookingStatus: unknown) =>
      rowOf(eventOf("SPACE_OCCUPANCY", { spaceOccupancy: { space: { id: "room", ...space }, bookingStatus } })).labels;
    expect(spaceOccupancy({ type: "ROOM", spaceType: { type: "MEETING_ROOM", isPrivate: true } }, false)).toEqual({
      space_type: "ROOM",
      space_subtype: "MEETING_ROOM",
      booking_status: "false",
    });
    expect(spaceOccupancy({ spaceType: "HUDDLE" }, true)).toEqual({ space_subtype: "HUDDLE", booking_status: "true" });
    expect(spaceOccupancy({}, "BOOKED")).toEqual({ booking_status: "BOOKED" });
  });

  it("of a map's change are told of its floor, and replace nothing", () => {
    const apTopologyChange = { changeType: "UPDATE", location, mapId: "map", accessPoints: [{ xPos: 1 }, { xPos: 2 }] };
    const event = eventOf("AP_TOPOLOGY_CHANGE", { apTopologyChange });
    expect(rowOf(event)).toMatchObject({
      event_family: "network",
      subject_id: "lobby",
      map_id: "map",
      measurements: { ap_count: 2 },
      labels: { change_type: "UPDATE" },
    });
    expect(stateAfter(event)).toEqual({});
  });
});
