/**
 * One approved row per event. The events are made up from the documented contract (every field of the message filled
 * in) or copied from a real sandbox where the name says so; the rows are what the normaliser makes of them under the
 * default privacy policy. `GOLDEN=write npm test -- golden` writes new rows; read the difference before committing it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../../cli/encode-protobuf.ts";
import { eventTypes, mappingOf } from "../../../shared/normalise/event-types.ts";
import type { Row } from "../../../shared/row.ts";
import { rowOf } from "../../support/core.ts";

const events = fileURLToPath(new URL("../../golden/events/", import.meta.url));
const rows = fileURLToPath(new URL("../../golden/rows/", import.meta.url));
const names = readdirSync(events).filter((name) => name.endsWith(".json"));
const encoder = protobufEncoder();
const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
/** As a store sees it: what is absent is not there. */
const stored = (row: Row): Record<string, unknown> => JSON.parse(JSON.stringify(row));

describe("the row of a golden event", () => {
  it.each(names)("%s is the approved one, from JSON and from protobuf alike", (name) => {
    const event = read(`${events}${name}`);
    const row = stored(rowOf(event));
    if (process.env.GOLDEN === "write") {
      mkdirSync(rows, { recursive: true });
      writeFileSync(
        `${rows}${name}`,
        `${JSON.stringify({ ...row, payload: JSON.parse(String(row.payload)) }, null, 2)}\n`,
      );
    }
    const { payload, ...approved } = read(`${rows}${name}`);
    const { payload: text, ...columns } = row;
    expect(columns).toEqual(approved);
    expect(JSON.parse(String(text))).toEqual(payload);
    if (encoder.canEncode(event)) expect(stored(rowOf(encoder.encode(event)))).toEqual(row);
  });

  it("exists for every event type with a mapping", () => {
    const types = new Set(names.map((name) => read(`${events}${name}`).eventType));
    expect(Object.keys(eventTypes).filter((type) => !types.has(type))).toEqual([]);
  });
});

describe("numbers and defaults", () => {
  it("are the same whether int64 comes as a number or as a string", () => {
    for (const name of names) {
      const event = read(`${events}${name}`);
      const asStrings = JSON.parse(JSON.stringify(event), (key, value) =>
        /Timestamp$|^lastSeen$|^peopleCount$|^count$/.test(key) && typeof value === "number" ? String(value) : value,
      );
      if (mappingOf(event.eventType)?.message === undefined) continue;
      expect(stored(rowOf(asStrings))).toEqual(stored(rowOf(event)));
    }
  });

  it("are the same whether or not proto3's defaults are printed", () => {
    const event = { recordUid: "c", recordTimestamp: 1, eventType: "DEVICE_COUNT" };
    const location = { locationId: "floor", inferredLocationTypes: ["FLOOR"] };
    const printed = rowOf({
      ...event,
      spacesTenantId: "",
      deviceCounts: {
        location: { ...location, name: "", floorNumber: 0, apCount: 0 },
        associatedCount: 0,
        userCount: 0,
      },
    });
    const left = rowOf({ ...event, deviceCounts: { location } });
    expect(stored(printed)).toEqual(stored(left));
    expect(left).toMatchObject({ associated_count: 0, probing_count: 0, floor_id: "floor" });
  });

  it("never let a sentinel into a row", () => {
    const sentinels = {
      device: { deviceId: "d", type: "NOT_AVAILABLE", gender: "GENDER_NOT_AVAILABLE", os: "" },
      location: null,
      latitude: -999,
      longitude: -999,
      mapId: "",
      ssid: "",
    };
    const row = JSON.stringify(
      rowOf({
        recordUid: "a",
        recordTimestamp: 1,
        eventType: "DEVICE_LOCATION_UPDATE",
        deviceLocationUpdate: sentinels,
      }),
    );
    expect(row).not.toMatch(/-999|NOT_AVAILABLE|""/);
  });
});

describe("an event type nobody listed", () => {
  it("is stored with its whole payload, its subject taken from what it carries", () => {
    const event = {
      recordUid: "a",
      recordTimestamp: 1,
      spacesTenantId: "t",
      eventType: "ROBOT_UPDATE",
      robot: { device: { deviceId: "robot-1" }, speed: 0, notes: ["", null, false] },
    };
    expect(rowOf(event)).toMatchObject({
      event_family: "other",
      subject_kind: "device",
      subject_id: "robot-1",
      payload: '{"device":{"deviceId":"robot-1"},"notes":["",null,false],"speed":0}',
    });
  });

  it("keeps what is beside its payload", () => {
    const event = {
      recordUid: "a",
      recordTimestamp: 1,
      eventType: "ROBOT_UPDATE",
      schemaVersion: "3",
      robot: { speed: 1 },
    };
    expect(JSON.parse(String(rowOf(event).payload))).toEqual({ envelope: { schemaVersion: "3" }, speed: 1 });
  });

  it("finds the payload under a name that drifted", () => {
    const event = {
      recordUid: "a",
      recordTimestamp: 1,
      eventType: "DEVICE_COUNT",
      deviceCount: { location: { locationId: "l" }, associatedCount: "12" },
    };
    expect(rowOf(event)).toMatchObject({ subject_kind: "location", subject_id: "l", associated_count: 12 });
  });

  it("cannot reach an object's prototype", () => {
    const text =
      '{"recordUid":"a","recordTimestamp":1,"eventType":"WEBEX_TELEMETRY","webexTelemetryUpdate":{"__proto__":{"polluted":1},"deviceInfo":{"deviceId":"d"},"telemetries":[{"constructor":1,"__proto__":2,"peopleCount":3}]}}';
    const row = rowOf(text);
    expect(row.people_count).toBe(3);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(row.measurements ?? {}).toEqual({});
  });
});
