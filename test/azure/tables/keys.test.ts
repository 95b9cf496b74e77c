import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  eventEntityKey,
  eventKeyOf,
  keyProblem,
  placeEntityKey,
  placeIndexEntryOf,
  placeIndexKey,
  referenceOfKey,
  stateEntityKey,
  stateKeyOf,
} from "../../../azure/tables/keys.ts";
import { placeOfText, placeText } from "../../../shared/state/key-text.ts";

/** What spellings trip over, beside anything at all. */
const text = fc.oneof(
  fc.constantFrom(
    "",
    "-",
    "~002d",
    "~",
    "!",
    "a!b",
    "a/b",
    "a\\b",
    "a#b",
    "a?b",
    "a%2Fb",
    "\t",
    "\u0085",
    "\ud800",
    "😀",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
);
const tenant = fc.option(text, { nil: undefined });
const kind = fc.constantFrom("device", "user", "sensor");
const subject = fc.record({ tenant, kind, id: text });
const aspect = fc.constantFrom("position", "telemetry");
const time = fc.integer({ min: 0, max: 9_999_999_999_999 });

describe("keys of Table Storage", () => {
  it("of an event, a state, a place and its index say what they were made of", () => {
    fc.assert(
      fc.property(
        subject,
        aspect,
        time,
        text,
        fc.stringMatching(/^[0-9a-z]{7}$/),
        (about, of, occurredAtMs, other, digest) => {
          const event = { subject: about, occurredAtMs, recordUid: other };
          expect(eventKeyOf(eventEntityKey(event))).toEqual(event);
          const state = { subject: about, aspect: of };
          expect(stateKeyOf(stateEntityKey(state))).toEqual(state);
          const place = { tenant: about.tenant, id: other };
          expect(placeOfText(placeText(place))).toEqual(place);
          const slotMs = Math.floor(occurredAtMs / 300_000) * 300_000;
          expect(placeIndexEntryOf(placeIndexKey(place, slotMs, state))).toEqual({ key: state, slotMs });
          const reference = { tenant: about.tenant, locationId: other, digest };
          expect(referenceOfKey(placeEntityKey(reference))).toEqual(reference);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("hold nothing the service refuses", () => {
    fc.assert(
      fc.property(subject, time, text, (about, occurredAtMs, recordUid) => {
        const { partitionKey, rowKey } = eventEntityKey({ subject: about, occurredAtMs, recordUid });
        expect(partitionKey + rowKey).not.toMatch(/[/\\#?\p{Cc}]/u);
        expect((partitionKey + rowKey).isWellFormed()).toBe(true);
      }),
    );
  });

  it("order a subject's events by time", () => {
    const rowKey = (occurredAtMs: number) =>
      eventEntityKey({ subject: { tenant: "t", kind: "device", id: "d" }, occurredAtMs, recordUid: "u" }).rowKey;
    fc.assert(
      fc.property(time, time, (a, b) => {
        expect(rowKey(a) < rowKey(b)).toBe(a < b);
      }),
    );
  });

  it("that are too long are refused in a sentence without any of their values", () => {
    const key = eventEntityKey({
      subject: { tenant: "t", kind: "device", id: "d".repeat(600) },
      occurredAtMs: 1,
      recordUid: "u",
    });
    expect(keyProblem(key)?.rejection).toEqual({
      stage: "write",
      code: "invalid-identity",
      message:
        "the partition key of its tenant, subject, place or recordUid has more than the 512 characters Table Storage takes",
    });
  });
});
