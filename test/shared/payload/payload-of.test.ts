import { describe, expect, it } from "vitest";
import { extrasOf, payloadOf } from "../../../shared/payload/payload-of.ts";

const envelope = { recordUid: "a", recordTimestamp: 1, spacesTenantId: "t", eventType: "PROFILE_UPDATE" };
const payload = { device: {} };
const find = (fields: object, field: string | undefined = "deviceProfileUpdate", eventType = "PROFILE_UPDATE") =>
  payloadOf({ ...envelope, eventType, ...fields }, eventType, field);

describe("the payload of an event", () => {
  it("is under its documented name, whatever else is there", () => {
    expect(find({ profileUpdate: { a: 1 }, deviceProfileUpdate: payload, extra: {} })).toBe(payload);
  });

  it("is the one object there is, whatever its name", () => {
    expect(find({ anything: payload, version: 3 })).toBe(payload);
    expect(find({ robot: payload }, undefined, "ROBOT_UPDATE")).toBe(payload);
  });

  it.each([
    ["a part of the documented one", { metadata: {}, profileUpdate: payload }],
    ["more than the documented one", { metadata: {}, deviceProfileUpdates: payload }],
    ["written another way", { metadata: {}, device_profile_update: payload }],
  ])("beside other objects is the one whose name is %s", (_, fields) => {
    expect(find(fields)).toBe(payload);
  });

  it("of a type nobody listed is the one called like the type", () => {
    expect(find({ metadata: { a: 1 }, robotUpdate: payload }, undefined, "ROBOT_UPDATE")).toBe(payload);
  });

  it("beside other objects, under a name that says nothing, is the one that holds what events are about", () => {
    expect(find({ metadata: { a: 1 }, data: payload })).toBe(payload);
    expect(find({ metadata: { a: 1 }, data: { location: {} } })).toEqual({ location: {} });
  });

  it("is empty where nothing tells it from the others", () => {
    expect(find({ first: { a: 1 }, second: { b: 1 } })).toEqual({});
    expect(find({ first: { location: {} }, second: { device: {} } })).toEqual({});
    expect(find({})).toEqual({});
    expect(find({ deviceProfileUpdate: [payload] })).toEqual({});
  });
});

describe("what is beside the payload", () => {
  it("is everything else but the envelope", () => {
    const event = { ...envelope, deviceProfileUpdate: payload, version: 3, metadata: {} };
    expect({ ...extrasOf(event, payload) }).toEqual({ version: 3, metadata: {} });
    expect(extrasOf({ ...envelope, deviceProfileUpdate: payload }, payload)).toBeUndefined();
  });
});
