import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  eventKeyOfText,
  eventKeyText,
  keyProblem,
  placeKeyText,
  placeOfText,
  placeReferenceKey,
  placeReferenceOfKey,
  placeReferenceOfText,
  placeReferenceText,
  stateKeyOfText,
  stateKeyText,
  versionOfText,
  versionText,
} from "../../../functions/dynamodb/keys.ts";
import { compareVersions, type EventKey, type SubjectKey } from "../../../shared/state/keys.ts";

const separators = fc.constantFrom("#", "%", "-", "%2D", "%23", "%25", "%2523", "");
const id = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.array(separators).map((parts) => parts.join("")),
);
const tenant = fc.option(id, { nil: undefined });
const subject: fc.Arbitrary<SubjectKey> = fc.record({
  tenant,
  kind: fc.constantFrom("device", "room_device", "unknown"),
  id,
});
const version = fc.record({ occurredAtMs: fc.integer({ min: 1, max: 9_999_999_999_999 }), recordUid: id });
const eventKey: fc.Arbitrary<EventKey> = fc.tuple(subject, version).map(([about, at]) => ({ subject: about, ...at }));
const stateKey = fc.record({ subject, aspect: fc.constantFrom("position", "telemetry") });

describe("DynamoDB keys", () => {
  it("give back the event, the state and the place they were made of, so that no two share one", () => {
    fc.assert(
      fc.property(eventKey, stateKey, tenant, id, (event, state, of, place) => {
        expect(eventKeyOfText(eventKeyText(event))).toEqual(event);
        expect(stateKeyOfText(stateKeyText(state))).toEqual(state);
        expect(placeOfText(placeKeyText({ tenant: of, id: place }, 1_767_225_600_000, state).pk)).toEqual({
          tenant: of,
          id: place,
        });
        expect(versionOfText(versionText(event))).toEqual({
          occurredAtMs: event.occurredAtMs,
          recordUid: event.recordUid,
        });
      }),
      { numRuns: 2_000 },
    );
  });

  it("give back the place that is referred to, each place under a partition key of its own", () => {
    fc.assert(
      fc.property(tenant, id, id, (of, one, other) => {
        const reference = { tenant: of, locationId: one, digest: "0a1b2c3" };
        expect(placeReferenceOfKey(placeReferenceKey(reference))).toEqual(reference);
        expect(placeReferenceOfText(of, placeReferenceText(reference))).toEqual(reference);
        const { pk } = placeReferenceKey({ ...reference, locationId: other });
        expect(pk === placeReferenceKey(reference).pk).toBe(one === other);
      }),
      { numRuns: 2_000 },
    );
  });

  it("compare as bytes as the core compares versions", () => {
    fc.assert(
      fc.property(version, version, fc.boolean(), (a, b, sameTime) => {
        const other = sameTime ? { ...b, occurredAtMs: a.occurredAtMs } : b;
        const bytes = Buffer.compare(Buffer.from(versionText(a)), Buffer.from(versionText(other)));
        expect(Math.sign(compareVersions(a, other))).toBe(bytes);
      }),
      {
        numRuns: 2_000,
        examples: [[{ occurredAtMs: 1, recordUid: "\u{1F600}" }, { occurredAtMs: 1, recordUid: "\uFF5E" }, true]],
      },
    );
  });

  it("are refused, with the limit and without their text, where DynamoDB would refuse them", () => {
    const long = { tenant: "#".repeat(300), kind: "device", id: "あ".repeat(500) } as const;
    const fate = keyProblem(eventKeyText({ subject: long, occurredAtMs: 1, recordUid: "u" }));
    expect(fate?.rejection).toMatchObject({ stage: "write", code: "invalid-identity" });
    expect(fate?.rejection.message).toContain("2048");
    expect(fate?.rejection.message).not.toContain("あ");
    expect(keyProblem({ pk: "p", sk: "x".repeat(1_025) })?.rejection.message).toContain("1024");
    expect(keyProblem({ pk: "p".repeat(2_048), sk: "x".repeat(1_024) })).toBeUndefined();
  });
});
