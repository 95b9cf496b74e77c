import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  eventId,
  eventIds,
  eventKeyOf,
  idProblem,
  placeId,
  referenceOfId,
  stateId,
  stateKeyOf,
  subjectIds,
} from "../../../gcp/firestore/keys.ts";

/** What spellings trip over, beside anything at all. */
const text = fc.oneof(
  fc.constantFrom("", "-", "~002d", "~", "!", '"', "a!b", "a/b", ".", "..", "_", "__", "__x__", "\t", "\ud800", "😀"),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const tenant = fc.option(text, { nil: undefined });
const kind = fc.constantFrom("device", "user", "sensor");
const subject = fc.record({ tenant, kind, id: text });
const aspect = fc.constantFrom("position", "telemetry");
const time = fc.integer({ min: 0, max: 9_999_999_999_999 });
/** Whoever asks may name any time. */
const bound = fc.oneof(
  time,
  fc.constantFrom(-1, 0.5, 9_999_999_999_998.5, 9_999_999_999_999, 1e13, 2 ** 53, Number.POSITIVE_INFINITY),
);
const digest = fc.stringMatching(/^[0-9a-z]{7}$/);

describe("ids of Firestore", () => {
  it("of an event, a state and a place say what they were made of", () => {
    fc.assert(
      fc.property(subject, aspect, time, text, digest, (about, of, occurredAtMs, other, facts) => {
        const event = { subject: about, occurredAtMs, recordUid: other };
        expect(eventKeyOf(eventId(event))).toEqual(event);
        const state = { subject: about, aspect: of };
        expect(stateKeyOf(stateId(state))).toEqual(state);
        const reference = { tenant: about.tenant, locationId: other, digest: facts };
        expect(referenceOfId(placeId(reference))).toEqual(reference);
      }),
      { numRuns: 2_000 },
    );
  });

  it("are none that the service refuses", () => {
    fc.assert(
      fc.property(subject, aspect, time, text, digest, (about, of, occurredAtMs, other, facts) => {
        for (const id of [
          eventId({ subject: about, occurredAtMs, recordUid: other }),
          stateId({ subject: about, aspect: of }),
          placeId({ tenant: about.tenant, locationId: other, digest: facts }),
        ]) {
          expect(id).not.toMatch(/\/|^\.{1,2}$|^__.*__$/);
          expect(id.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("of a subject are in its range, and nobody else's are", () => {
    fc.assert(
      fc.property(subject, subject, aspect, (one, other, of) => {
        const { from, before } = subjectIds(one);
        const isIn = (id: string) => from <= id && id < before;
        expect(isIn(stateId({ subject: one, aspect: of }))).toBe(true);
        const isSame = stateId({ subject: one, aspect: of }) === stateId({ subject: other, aspect: of });
        expect(isIn(stateId({ subject: other, aspect: of }))).toBe(isSame);
      }),
    );
  });

  it("of a subject's events are in the range of their time, both ends included", () => {
    fc.assert(
      fc.property(subject, bound, bound, time, text, (about, a, b, occurredAtMs, recordUid) => {
        const [fromMs, toMs] = [Math.min(a, b), Math.max(a, b)];
        const { from, before } = eventIds(about, fromMs, toMs);
        const id = eventId({ subject: about, occurredAtMs, recordUid });
        expect(from <= id && id < before).toBe(fromMs <= occurredAtMs && occurredAtMs <= toMs);
      }),
    );
  });

  it("of the longest identity there is, in plain characters, are within the limit", () => {
    const longest = "x".repeat(300);
    const about = { tenant: longest, kind: "room_device", id: longest } as const;
    const id = eventId({ subject: about, occurredAtMs: 9_999_999_999_999, recordUid: longest });
    expect(idProblem(id)).toBeUndefined();
  });

  it("that are too long are refused in a sentence without any of their values", () => {
    const subject = { tenant: "t", kind: "device", id: "!".repeat(300) } as const;
    expect(idProblem(eventId({ subject, occurredAtMs: 1, recordUid: "u" }))?.rejection).toEqual({
      stage: "write",
      code: "invalid-identity",
      message:
        "the document id of its tenant, subject, place or recordUid has more than the 1500 bytes Firestore takes",
    });
  });
});
