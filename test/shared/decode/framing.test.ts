import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../../cli/encode-protobuf.ts";
import { aggregate } from "../../../cli/simulator/kpl-aggregate.ts";
import { bytesOf, testDecoder } from "../../support/core.ts";
import { arbitraryEvent, locationUpdate } from "../../support/events.ts";

const encoder = protobufEncoder();
const decode = testDecoder();
const events = (payload: Uint8Array | string) =>
  decode(typeof payload === "string" ? bytesOf(payload) : payload).map(({ result }) =>
    result.ok ? result.value : result.error.code,
  );
const letters = (payload: string) =>
  decode(bytesOf(payload)).map(({ bytes, result }) => (result.ok ? "event" : Buffer.from(bytes).toString()));

const one = locationUpdate();
const two = locationUpdate({ recordUid: "event-2" }, { device: { deviceId: "device-2" } });
const [text, other] = [JSON.stringify(one), JSON.stringify(two)];
const printed = (event: object, indent: string | number = 2) => JSON.stringify(event, null, indent);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

const withLength = (message: Uint8Array) => Buffer.concat([varint(message.length), message]);

describe("framings of JSON that are forgiven", () => {
  it.each([
    ["one behind the other", text + other],
    ["separated by blanks and commas", `${text} , ${other} ,\r\n`],
    ["ended by a comma and a newline", `${text},\n${other},\n`],
    ["a list", `[${text},${other}]\n`],
    ["a list printed over several lines", printed([one, two])],
    ["a list with an element per line", `[\n${text},\n${other}\n]`],
    ["two printed over several lines", `${printed(one)}\n${printed(two)}\n`],
    ["two printed behind each other", `${printed(one)}${printed(two, "\t")}`],
    ["one on a line, one on several", `${text}\n${printed(two)}`],
    [
      "one on several lines, one on a line",
      `${printed(one)}\n${text.replace("event-1", "x")}`.replace(/\{"recordUid":"x".*/, other),
    ],
  ])("%s", (_, payload) => {
    expect(events(payload)).toEqual([one, two]);
    expect(events(`\ufeff${payload}`)).toEqual([one, two]);
  });

  it("an event printed over several lines, one of which is an object of its own", () => {
    const event = locationUpdate({}, { list: [{ a: 1 }, {}] });
    expect(events(printed(event))).toEqual([event]);
    expect(events(printed(event, 0).replaceAll(/([[{,])/g, "$1\n"))).toEqual([event]);
  });

  it("gives each event of a list its own bytes, and a broken one alone is rejected", () => {
    const parts = decode(bytesOf(`[${text}, {"a":nul} ,${other}]`));
    expect(parts.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([text, '{"a":nul}', other]);
    expect(parts.map(({ result }) => result.ok)).toEqual([true, false, true]);
  });

  it("keeps what is whole beside what is broken, line by line", () => {
    expect(letters(`${text}\n{"cut":{"a":1\n${text}\ngarbage\n${text}{"x\n${text}\n`)).toEqual([
      "event",
      '{"cut":{"a":1',
      "event",
      "garbage",
      `${text}{"x`,
      "event",
    ]);
    expect(letters(`${printed(one)}\n{"cut":\n${printed(two)}`)).toEqual(["event", '{"cut":', "event"]);
    expect(letters(`${text}\n[${text},5]\n[]\n${text}`)).toEqual(["event", `[${text},5]`, "[]", "event"]);
  });

  it("says of a list of something else that it holds no objects", () => {
    for (const payload of ["[]", "[1,2]", '["a"]', "[[{}]]"]) expect(events(payload)).toEqual(["not-an-object"]);
  });

  it("recovers every event, however they are joined", () => {
    const joint = fc.constantFrom("\n", "", " ", ",", ",\n", "\r\n", "\n\n");
    const some = fc.array(fc.tuple(arbitraryEvent, fc.constantFrom(undefined, 1, 2, "\t"), joint), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(some, (all) => {
        const payload = all.map(([event, indent, end]) => JSON.stringify(event, null, indent) + end).join("");
        expect(events(payload)).toEqual(all.map(([event]) => event));
      }),
    );
  });
});

describe("framings of protobuf that are forgiven", () => {
  const [a, b] = [encoder.encode(one), encoder.encode(two)];
  const newline = Buffer.from("\n");

  it.each([
    ["one behind the other", [a, b]],
    ["each ended by a newline", [a, newline, b, newline]],
    ["separated by a newline", [a, newline, b]],
    ["each with its length before it", [withLength(a), withLength(b)]],
  ])("%s", (_, pieces) => {
    expect(events(Buffer.concat(pieces))).toEqual([one, two]);
    expect(events(gzipSync(Buffer.concat(pieces)))).toEqual([one, two]);
    expect(events(aggregate([Buffer.concat(pieces)]))).toEqual([one, two]);
  });

  it("one event with a newline behind it, or its length before it", () => {
    expect(events(Buffer.concat([a, newline]))).toEqual([one]);
    expect(events(withLength(a))).toEqual([one]);
  });

  it.each([9, 10, 11, 24, 36, 91, 123])("with recordUids of %i characters", (length) => {
    const event = { ...one, recordUid: "u".repeat(length) };
    const bytes = encoder.encode(event);
    for (const pieces of [
      [bytes, bytes],
      [bytes, newline, bytes],
      [bytes, newline, bytes, newline],
      [withLength(bytes), withLength(bytes)],
    ]) {
      expect(events(Buffer.concat(pieces))).toEqual([event, event]);
    }
  });

  it("with messages of a length that looks like the beginning of JSON", () => {
    for (const length of [91, 123]) {
      const empty = {
        recordUid: "event-1",
        recordTimestamp: 1_700_000_000_000,
        eventType: "KEEP_ALIVE",
        spacesTenantName: "",
      };
      const rest = length - encoder.encode({ ...empty, spacesTenantName: "x" }).length + 1;
      const event = { ...empty, spacesTenantName: "t".repeat(rest) };
      const bytes = encoder.encode(event);
      expect(bytes.length).toBe(length);
      expect(events(Buffer.concat([withLength(bytes), withLength(bytes)]))).toEqual([event, event]);
    }
  });
});

describe("several protobuf messages in a record", () => {
  const partial = fc
    .tuple(
      arbitraryEvent.filter(encoder.canEncode),
      fc.subarray(["recordTimestamp", "spacesTenantId", "eventType", "payload"]),
    )
    .map(([event, left]) =>
      Object.fromEntries(
        Object.entries(event).filter(
          ([name]) =>
            left.includes(["recordTimestamp", "spacesTenantId", "eventType"].includes(name) ? name : "payload") ||
            name === "recordUid",
        ),
      ),
    )
    .map((event) => ({ eventType: "DEVICE_ENTRY", ...event }));

  it("are the events they were, or are rejected; no field of one is ever in another", () => {
    const joint = fc.constantFrom(Buffer.alloc(0), Buffer.from("\n"));
    fc.assert(
      fc.property(fc.array(partial, { minLength: 2, maxLength: 4 }), joint, (all, between) => {
        const joined = Buffer.concat(all.flatMap((event) => [encoder.encode(event), between]));
        expect(events(joined)).toEqual(all.flatMap((event) => events(encoder.encode(event))));
      }),
      { numRuns: 300 },
    );
  });

  it("are rejected where a field comes twice that an event has once, and the events around them are kept", () => {
    const { recordUid, ...rest } = one;
    const withoutUid = encoder.encode(rest);
    expect(recordUid).toBe("event-1");
    const joined = Buffer.concat([encoder.encode(one), withoutUid, encoder.encode(two)]);
    const parts = decode(joined);
    expect(parts.map(({ result }) => (result.ok ? result.value : result.error.code))).toEqual(["mixed-events", two]);
    expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(joined);
  });

  it("are cut at the one that is malformed", () => {
    const whole = encoder.encode(one);
    expect(events(Buffer.concat([whole, whole.subarray(0, 100)]))).toEqual([one, "malformed-protobuf"]);
  });

  it("keep both parts' unknown fields of a message that comes twice within one event", () => {
    const unknown = (value: number) => Buffer.from([0xa0, 0x06, value]);
    const payload = (body: Buffer) => Buffer.concat([Buffer.from([0x0a]), varint(body.length), body]);
    const device = Buffer.concat([payload(unknown(1)), payload(unknown(2))]);
    const record = Buffer.concat([Buffer.from([0x0a, 0x01, 0x61, 0x62]), varint(device.length), device]);
    expect(events(record)).toEqual([
      {
        recordUid: "a",
        eventType: "DEVICE_ENTRY",
        deviceLocationUpdate: { device: { unknownFields: Buffer.concat([unknown(1), unknown(2)]).toString("base64") } },
      },
    ]);
  });
});

describe("wrappings", () => {
  it("reads gzip of an aggregate, and an aggregate of gzip", () => {
    const pieces = [bytesOf(text), encoder.encode(two)];
    expect(events(gzipSync(aggregate(pieces)))).toEqual([one, two]);
    expect(events(aggregate(pieces.map((piece) => gzipSync(piece))))).toEqual([one, two]);
  });

  it("loses nothing behind a gzip stream: padding is ignored, another stream is read, anything else rejected", () => {
    const stream = gzipSync(`${text}\n`);
    expect(events(Buffer.concat([stream, Buffer.alloc(7)]))).toEqual([one]);
    expect(events(Buffer.concat([stream, gzipSync(other)]))).toEqual([one, two]);
    for (const tail of [Buffer.concat([Buffer.alloc(1), gzipSync(other)]), bytesOf(other)]) {
      const record = Buffer.concat([stream, tail]);
      expect(decode(record)).toMatchObject([{ bytes: record, result: { error: { code: "malformed-gzip" } } }]);
    }
  });

  it.each([
    ["gzip within gzip", gzipSync(gzipSync(text))],
    ["base64", bytesOf(Buffer.from(text).toString("base64"))],
    ["UTF-16", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["a string", bytesOf(JSON.stringify(text))],
    ["a length or a schema id", Buffer.concat([Buffer.from([0, 0, 0, 0, 200]), encoder.encode(one)])],
    ["XML", bytesOf("<event/>")],
  ])("says of what it cannot read that it looks like %s", (what, payload) => {
    expect(decode(payload)).toMatchObject([
      { bytes: payload, result: { error: { code: "unknown-encoding", message: expect.stringContaining(what) } } },
    ]);
  });
});
