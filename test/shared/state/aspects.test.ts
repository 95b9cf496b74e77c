import { describe, expect, it } from "vitest";
import { eventTypes } from "../../../shared/normalise/event-types.ts";
import type { Row } from "../../../shared/row.ts";
import { newRow } from "../../../shared/row.ts";
import { aspectsOf, isFoundByPlace, isPersonal, mergesReadings } from "../../../shared/state/aspects.ts";
import { rowOf, testCore } from "../../support/core.ts";
import { eventOf, stateAfter } from "../../support/state.ts";

const NOW_MS = 1_772_467_200_000;
const DAY_MS = 86_400_000;
const row = (columns: Partial<Row>): Row => ({
  ...newRow("uid", "DEVICE_LOCATION_UPDATE", NOW_MS, NOW_MS, "test/1"),
  subject_kind: "device",
  subject_id: "phone",
  location_id: "lobby",
  ...columns,
});
const aspects = (columns: Partial<Row>) => aspectsOf(row(columns), NOW_MS);

describe("the aspects of an event", () => {
  it("are none of a type nobody listed, and of one whose meaning replaces nothing", () => {
    expect(aspects({ event_type: "ROBOT_UPDATE" })).toEqual([]);
    for (const [event_type, { aspect }] of Object.entries(eventTypes)) {
      const said = aspects({ event_type, presence: "entry" });
      expect(said).toEqual(aspect === "none" ? [] : [aspect]);
    }
  });

  it("are none without a subject, and some of a subject that is called like its event's type", () => {
    expect(aspects({ subject_kind: "unknown", subject_id: "DEVICE_LOCATION_UPDATE" })).toEqual([]);
    expect(aspects({ subject_id: "DEVICE_LOCATION_UPDATE" })).toEqual(["position"]);
  });

  it("are none of a time more than a day ahead of the receiver's clock", () => {
    expect(aspects({ occurred_at: NOW_MS + DAY_MS })).toEqual(["position"]);
    expect(aspects({ occurred_at: NOW_MS + DAY_MS + 1 })).toEqual([]);
  });

  it("are none of a position that is nowhere and of a presence that is no word we know", () => {
    expect(aspects({ location_id: undefined })).toEqual([]);
    expect(aspects({ location_id: undefined, latitude: 1 })).toEqual(["position"]);
    expect(aspects({ location_id: undefined, x: 1 })).toEqual(["position"]);
    expect(aspects({ event_type: "DEVICE_PRESENCE" })).toEqual([]);
  });

  it("are a position, too, of a device that exits and of a sensor that says where it is", () => {
    const exit = { event_type: "DEVICE_EXIT", presence: "exit" } as const;
    expect(aspects(exit)).toEqual(["presence", "position"]);
    expect(aspects({ ...exit, event_type: "USER_PRESENCE", subject_kind: "user" })).toEqual(["presence"]);
    const sensor = { event_type: "IOT_TELEMETRY", subject_kind: "sensor" } as const;
    expect(aspects({ ...sensor, x: 1, y: 2 })).toEqual(["telemetry", "position"]);
    expect(aspects({ ...sensor, latitude: 1 })).toEqual(["telemetry", "position"]);
    expect(aspects(sensor)).toEqual(["telemetry"]);
    expect(aspects({ subject_kind: "sensor", x: 1 })).toEqual(["position"]);
  });

  it("leave no state of an admin whose address the privacy policy drops", () => {
    const event = eventOf("ACCOUNT_ADMIN_ACTIVATION", { accountAdminChange: { loginEmail: "ada@example.com" } });
    expect(rowOf(event)).toMatchObject({ subject_kind: "unknown", subject_id: "ACCOUNT_ADMIN_ACTIVATION" });
    expect(stateAfter(event)).toEqual({});
    const kept = rowOf(event, testCore({ policy: { email: "keep" } }));
    expect(kept).toMatchObject({ subject_kind: "admin", subject_id: "ada@example.com" });
  });
});

describe("a presence", () => {
  const device = { deviceId: "phone" };
  const location = { locationId: "lobby" };
  const entry = () =>
    eventOf("DEVICE_PRESENCE", { devicePresence: { presenceEventType: "DEVICE_ENTRY_EVENT", device, location } });

  it.each([
    ["DEVICE_PRESENCE", { devicePresence: { presenceEventType: "DEVICE_INACTIVE_EVENT", device } }],
    ["DEVICE_PRESENCE", { devicePresence: { presenceEventType: "DEVICE_IN_ACTIVE_EVENT", device } }],
    ["USER_PRESENCE", { userPresence: { presenceEventType: "USER_INACTIVE_EVENT", user: { userId: "ada" } } }],
    ["USER_PRESENCE", { userPresence: { presenceEventType: "USER_IN_ACTIVE_EVENT", user: { userId: "ada" } } }],
  ])("of %s is inactive in both spellings seen", (type, payloads) => {
    expect(rowOf(eventOf(type, payloads)).presence).toBe("inactive");
  });

  it.each(["ENTRY", "DEVICE_TELEPORT_EVENT", 9])(
    "that nobody knows (%s) is a label, and leaves the known one",
    (word) => {
      const before = entry();
      const event = eventOf("DEVICE_PRESENCE", { devicePresence: { presenceEventType: word, device, location } });
      expect(rowOf(event)).toMatchObject({ presence: undefined, labels: { presence_event: String(word) } });
      expect(stateAfter(before, event).presence).toMatchObject({ presence: "entry" });
    },
  );

  it("that is not said is not an entry where the message is not the contract's", () => {
    const event = eventOf("DEVICE_PRESENCE", { devicePresence: { presence: "OUT", device, location } });
    expect(rowOf(event).presence).toBeUndefined();
    expect(stateAfter(event)).toEqual({});
  });
});

describe("state", () => {
  it("of people and their devices expires, that of everything else stays", () => {
    expect(isPersonal(row({ subject_kind: "device" }))).toBe(true);
    expect(isPersonal(row({ subject_kind: "user" }))).toBe(true);
    for (const subject_kind of ["asset", "sensor", "location", "room_device"] as const) {
      expect(isPersonal(row({ subject_kind }))).toBe(false);
    }
  });

  it("of who has exited is found by no place", () => {
    expect([isFoundByPlace(row({ presence: "exit" })), isFoundByPlace(row({ presence: "entry" }))]).toEqual([
      false,
      true,
    ]);
  });

  it("of a person or a device is found by a place through what says where they are, and through nothing else", () => {
    const found = (event_type: string, subject_kind: Row["subject_kind"]) =>
      isFoundByPlace(row({ event_type, subject_kind }));
    expect([found("DEVICE_LOCATION_UPDATE", "device"), found("USER_PRESENCE", "user")]).toEqual([true, true]);
    for (const type of ["DEVICE_ASSOCIATION", "DEVICE_RSSI_UPDATE", "PROFILE_UPDATE", "ROBOT_UPDATE"]) {
      expect(found(type, "device")).toBe(false);
    }
    expect([found("IOT_TELEMETRY", "sensor"), found("CAMERA_COUNT", "location")]).toEqual([true, true]);
  });

  it("is joined reading by reading where reports carry some readings each", () => {
    expect([mergesReadings("telemetry"), mergesReadings("count"), mergesReadings("position")]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
