import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../../cli/encode-protobuf.ts";
import { aggregate } from "../../../cli/simulator/kpl-aggregate.ts";
import { bytesOf, testDecoder } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const encoder = protobufEncoder();
const decode = testDecoder();
const line = (event: object) => bytesOf(`${JSON.stringify(event)}\n`);
const events = (payload: Uint8Array, decoder = decode) =>
  decoder(payload).map(({ result }) => (result.ok ? result.value : result.error.code));
const code = (payload: Uint8Array, decoder = decode) => events(payload, decoder)[0];

const varint = (value: number) => (value < 128 ? [value] : [(value & 0x7f) | 0x80, value >> 7]);

describe("decoding a record", () => {
  it("reads one JSON event ended by a newline", () => {
    expect(events(line(locationUpdate()))).toEqual([locationUpdate()]);
  });

  it("reads many JSON events, with blank lines, carriage returns and no last newline", () => {
    const text = `\n${JSON.stringify(locationUpdate())}\r\n\n  \n${JSON.stringify(locationUpdate({ recordUid: "event-2" }))}`;
    expect(events(bytesOf(text))).toEqual([locationUpdate(), locationUpdate({ recordUid: "event-2" })]);
  });

  it("reads an event printed over several lines, and one after a byte order mark", () => {
    expect(events(bytesOf(JSON.stringify(locationUpdate(), null, 2)))).toEqual([locationUpdate()]);
    expect(events(bytesOf(`\ufeff${JSON.stringify(locationUpdate())}`))).toEqual([locationUpdate()]);
  });

  it("rejects a broken line alone, with that line's bytes, and keeps its siblings", () => {
    const parts = decode(
      bytesOf(`${JSON.stringify(locationUpdate())}\n{"recordUid":\n${JSON.stringify(locationUpdate())}\n`),
    );
    expect(parts.map(({ result }) => result.ok)).toEqual([true, false, true]);
    expect(Buffer.from(parts[1]?.bytes ?? []).toString()).toBe('{"recordUid":');
  });

  it("reads a protobuf event as the object its JSON would be", () => {
    expect(events(encoder.encode(locationUpdate()))).toEqual([{ ...locationUpdate() }]);
  });

  it("knows that a protobuf event without a type is a DEVICE_ENTRY, the one proto3 leaves off the wire", () => {
    const event = {
      recordUid: "event-1",
      recordTimestamp: 1,
      eventType: "DEVICE_ENTRY",
      deviceEntry: { visitId: "visit-1" },
    };
    expect(events(encoder.encode(event))).toEqual([event]);
  });

  it("reads a protobuf event that begins like JSON, because its recordUid has 123 characters", () => {
    const event = locationUpdate({ recordUid: "u".repeat(123) });
    const bytes = encoder.encode(event);
    expect([...bytes.subarray(0, 2)]).toEqual([0x0a, 0x7b]);
    expect(events(bytes)).toEqual([event]);
  });

  it("reads gzip of either encoding, and KPL aggregates of all of these", () => {
    const json = line(locationUpdate());
    const protobuf = encoder.encode(locationUpdate());
    const pieces = [json, protobuf, gzipSync(json), gzipSync(protobuf)];
    for (const piece of pieces) expect(events(piece)).toEqual([locationUpdate()]);
    expect(events(aggregate(pieces))).toEqual(pieces.map(() => locationUpdate()));
    expect(events(gzipSync(Buffer.concat([json, json])))).toEqual([locationUpdate(), locationUpdate()]);
  });

  it("keeps protobuf fields and event types it has no number for", () => {
    const unknown = Buffer.from([0xa2, 0x06, 0x03, 0x61, 0x62, 0x63]); // field 100, "abc"
    // Without its event type, which is DEVICE_ENTRY, the zero, and not on the wire.
    const known = encoder.encode({ recordUid: "event-1", recordTimestamp: 1, eventType: "DEVICE_ENTRY" });
    const [event] = events(Buffer.concat([known, Buffer.from([0x30, 0x63]), unknown]));
    expect(event).toEqual({
      recordUid: "event-1",
      recordTimestamp: 1,
      eventType: "EVENT_TYPE_99",
      unknownFields: unknown.toString("base64"),
    });
  });

  it("says why it cannot use a record", () => {
    const deep = bytesOf(`{"recordUid":${"[".repeat(70)}${"]".repeat(70)}}`);
    const cut = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 7);
    const json = line(locationUpdate());
    expect(code(new Uint8Array())).toBe("empty-record");
    expect(code(bytesOf(" \n\t"))).toBe("empty-record");
    expect(code(new Uint8Array(1_048_577))).toBe("record-too-large");
    expect(code(bytesOf("hello, world"))).toBe("unknown-encoding");
    expect(code(Buffer.from([0xff, 0xfe, 0x00, 0x01]))).toBe("unknown-encoding");
    expect(code(cut(json))).toBe("malformed-json");
    expect(code(bytesOf('[{"recordUid":"a"},1]'))).toBe("not-an-object");
    expect(code(deep)).toBe("nested-too-deep");
    expect(code(Buffer.from('{"recordUid":"\xff"}', "latin1"))).toBe("invalid-utf8");
    expect(code(cut(encoder.encode(locationUpdate())))).toBe("malformed-protobuf");
    expect(code(cut(gzipSync(json)))).toBe("malformed-gzip");
    expect(code(gzipSync(new Uint8Array(11_000_000)))).toBe("expanded-too-large");
    expect(code(bytesOf("{\n".repeat(20_000)))).toBe("too-many-events");
    expect(code(aggregate([json]).subarray(0, 40))).toBe("malformed-kpl");
    expect(code(json, testDecoder({ encoding: "protobuf" }))).toBe("wrong-encoding");
    expect(code(encoder.encode(locationUpdate()), testDecoder({ encoding: "json" }))).toBe("wrong-encoding");
  });

  it("refuses a protobuf message nested deeper than 64", () => {
    const nested = (levels: number) => {
      let message = Buffer.from([0x0a, 0x01, 0x61]); // locationId "a"
      for (let level = 0; level < levels; level++)
        message = Buffer.concat([Buffer.from([0x22, ...varint(message.length)]), message]);
      const counts = Buffer.concat([Buffer.from([0x0a, ...varint(message.length)]), message]);
      return Buffer.concat([Buffer.from([0x0a, 0x01, 0x61, 0xd2, 0x01, ...varint(counts.length)]), counts]);
    };
    expect(code(nested(100))).toBe("nested-too-deep");
    expect(code(nested(30))).toMatchObject({ recordUid: "a" });
  });

  it("refuses a small record that would cost much, whole and under its own bytes", () => {
    const lines = gzipSync("{\n".repeat(5_000_000));
    const spaces = gzipSync(" ".repeat(3_000_000));
    for (const bomb of [lines, spaces, aggregate(Array.from({ length: 80 }, () => spaces))]) {
      const parts = decode(bomb);
      expect(parts).toHaveLength(1);
      expect(parts[0]?.bytes).toEqual(bomb);
    }
  });

  it("keeps a compressed record that cannot be used as it came", () => {
    const blank = gzipSync(" ".repeat(1_000));
    expect(decode(blank)).toMatchObject([{ bytes: blank, result: { ok: false, error: { code: "empty-record" } } }]);
  });

  it("takes braces inside strings for what they are", () => {
    const event = locationUpdate({}, { ssid: "{[".repeat(200) });
    expect(events(line(event))).toEqual([event]);
  });

  it("never throws and never answers nothing, whatever the bytes", () => {
    const valid = fc.constantFrom(
      line(locationUpdate()),
      encoder.encode(locationUpdate()),
      gzipSync(line(locationUpdate())),
      aggregate([line(locationUpdate())]),
    );
    const damaged = fc.tuple(valid, fc.nat(2_000), fc.uint8Array({ maxLength: 8 })).map(([bytes, at, noise]) => {
      const copy = Buffer.from(bytes);
      copy.set(noise.subarray(0, Math.max(0, copy.length - (at % copy.length))), at % copy.length);
      return copy.subarray(0, Math.max(1, at % (copy.length + 1)) + noise.length);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        expect(decode(bytes).length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
