import { describe, expect, it } from "vitest";
import { validate } from "../../../shared/event/validate.ts";

const event = { recordUid: "event-1", recordTimestamp: 1_772_467_200_000, eventType: "CAMERA_COUNT" };
const codeOf = (change: object) => {
  const result = validate({ ...event, ...change });
  return result.ok ? "ok" : result.error.code;
};

describe("what an event cannot be without", () => {
  it("is its uid, its time and its type", () => {
    expect(validate(event)).toEqual({
      ok: true,
      value: { recordUid: "event-1", occurredAtMs: 1_772_467_200_000, eventType: "CAMERA_COUNT" },
    });
  });

  it.each([
    ["missing-record-uid", [{ recordUid: undefined }, { recordUid: null }, { recordUid: "" }, { recordUid: "  " }]],
    [
      "invalid-record-uid",
      [{ recordUid: 1 }, { recordUid: {} }, { recordUid: "u".repeat(301) }, { recordUid: "\ud800" }],
    ],
    ["missing-record-timestamp", [{ recordTimestamp: undefined }, { recordTimestamp: null }, { recordTimestamp: "" }]],
    [
      "invalid-record-timestamp",
      [
        { recordTimestamp: 0 },
        { recordTimestamp: -1 },
        { recordTimestamp: 1.5 },
        { recordTimestamp: 1e13 },
        { recordTimestamp: "soon" },
      ],
    ],
    ["missing-event-type", [{ eventType: undefined }, { eventType: "" }]],
    [
      "invalid-identity",
      [
        { spacesTenantId: ["t"] },
        { spacesTenantId: { id: "t" } },
        { spacesTenantId: true },
        { spacesTenantId: 2 ** 53 },
      ],
    ],
    ["invalid-event-type", [{ eventType: true }, { eventType: [] }, { eventType: "T".repeat(101) }]],
  ])("is refused with the code %s", (code, changes) => {
    expect(changes.map(codeOf)).toEqual(changes.map(() => code));
  });

  it("may come as text and as numbers, as proto3's JSON and enums do", () => {
    const result = validate({ ...event, recordTimestamp: "1772467200000", eventType: 21 });
    expect(result).toMatchObject({ ok: true, value: { occurredAtMs: 1_772_467_200_000, eventType: "CAMERA_COUNT" } });
  });

  it("says of a number in a text's place that it is one, and of one out of range that it is that", () => {
    const messageOf = (change: object) => {
      const result = validate({ ...event, ...change });
      return result.ok ? undefined : result.error.message;
    };
    expect(messageOf({ recordUid: 1 })).toBe("recordUid is an integer, not a string");
    expect(messageOf({ recordTimestamp: 1e13 })).toMatch(/^recordTimestamp is an integer out of range/);
  });

  it("is never told by the value that was wrong", () => {
    const secret = "ada@example.com";
    for (const change of [{ recordUid: [secret] }, { recordTimestamp: secret }, { eventType: { secret } }]) {
      expect(JSON.stringify(validate({ ...event, ...change }))).not.toContain(secret);
    }
  });
});
