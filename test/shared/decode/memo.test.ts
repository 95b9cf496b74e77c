import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../../cli/encode-protobuf.ts";
import { bytesOf, testDecoder } from "../../support/core.ts";
import { arbitraryEvent, locationUpdate } from "../../support/events.ts";

const encoder = protobufEncoder();
const line = (event: object) => bytesOf(`${JSON.stringify(event)}\n`);
const events = (payload: Uint8Array, decode: ReturnType<typeof testDecoder>) =>
  decode(payload).map(({ result }) => (result.ok ? result.value : result.error.code));

const tree = locationUpdate().deviceLocationUpdate.location;
const treeText = JSON.stringify(tree);

describe("the memo of location trees", () => {
  it("gives the same event whether or not it has seen the location before", () => {
    const warm = testDecoder();
    const one = line(locationUpdate());
    const other = line(
      locationUpdate({ recordUid: "event-2" }, { location: { ...tree, name: "Renamed \u00e9\ud83d\ude00" } }),
    );
    for (const bytes of [one, other, one, other]) expect(events(bytes, warm)).toEqual(events(bytes, testDecoder()));
    const two = bytesOf(
      `{"recordUid":"a","b":{"location":{"locationId":"location-zone-of-a-length","x":1},"location":{"locationId":"location-zone-of-a-length","x":2}}}`,
    );
    for (let time = 0; time < 3; time++) expect(events(two, warm)).toEqual(events(two, testDecoder()));
  });

  it.each(["\u0001", "\\u0001", "\\\\u0001", "\\u0001\\u0001", "@location-tree@", "\\u0040location-tree@"])(
    "cannot be spoken to: a location sent as %j stays one",
    (marker) => {
      const warm = testDecoder();
      events(line(locationUpdate()), warm);
      for (const text of [
        `{"q":{"x":{"location":${treeText}},"location":"${marker}"}}`,
        `{"a":{"location":"${marker}"},"p":{"location":${treeText}}}`,
        `{"p":{"location":${treeText},"location":"${marker}"}}`,
        `{"p":{"location":"${marker}","location":${treeText}},"location":"${marker}"}`,
      ]) {
        for (let time = 0; time < 2; time++)
          expect(events(bytesOf(text), warm)).toEqual(events(bytesOf(text), testDecoder()));
      }
    },
  );

  it("never changes a result, wherever known trees and texts that look like them stand", () => {
    const warm = testDecoder();
    const value = fc.constantFrom(
      treeText,
      JSON.stringify(tree.parent),
      '"\\u0001"',
      '"@location-tree@"',
      "1",
      "{}",
      `[${treeText}]`,
    );
    const name = fc.constantFrom("location", "x", '\\"location');
    const payload = fc
      .array(
        fc.tuple(
          name,
          fc.oneof(
            value,
            value.map((inner) => `{"location":${inner}}`),
          ),
        ),
        { maxLength: 3 },
      )
      .map((members) => `{${members.map(([key, text]) => `"${key}":${text}`).join(",")}}`);
    const text = fc
      .array(fc.tuple(fc.constantFrom("p", "q", "location"), fc.oneof(payload, value)), { minLength: 1, maxLength: 3 })
      .map((members) => `{${members.map(([key, inner]) => `"${key}":${inner}`).join(",")}}`);
    fc.assert(
      fc.property(text, (event) => {
        expect(events(bytesOf(event), warm)).toEqual(events(bytesOf(event), testDecoder()));
      }),
      { numRuns: 1_000 },
    );
  });

  it("never changes a result of simulated events, in either encoding", () => {
    const warm = testDecoder();
    fc.assert(
      fc.property(arbitraryEvent, (event) => {
        expect(events(line(event), warm)).toEqual(events(line(event), testDecoder()));
        if (!encoder.canEncode(event)) return;
        const bytes = encoder.encode(event);
        expect(events(bytes, warm)).toEqual(events(bytes, testDecoder()));
      }),
    );
  });
});
