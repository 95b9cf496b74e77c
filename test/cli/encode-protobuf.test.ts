/**
 * The golden events are made up: every field of the public contract at least once, ids as long as those of the real
 * sandbox sample, values from the ranges reserved for documentation. Payloads of v2.0 types whose fields are not public are
 * plausible only.
 */
import { readdirSync, readFileSync } from "node:fs";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { protobufEncoder } from "../../cli/encode-protobuf.ts";

type JsonObject = Record<string, unknown>;

const goldenUrl = new URL("../golden/events/", import.meta.url);
const golden = readdirSync(goldenUrl).map((file) => ({
  file,
  event: JSON.parse(readFileSync(new URL(file, goldenUrl), "utf8")) as JsonObject,
}));
const { root } = protobuf.parse(
  readFileSync(new URL("../../shared/contract/firehose-api-v1.proto", import.meta.url), "utf8"),
  { keepCase: true },
);
root.resolveAll();
const eventRecord = root.lookupType("firehose_api_v1.EventRecord");
const contractTypes = Object.keys(root.lookupEnum("firehose_api_v1.EventType").values);
const encoder = protobufEncoder();
const inContract = golden.filter(({ event }) => contractTypes.includes(event.eventType as string));

/** What decoding must give back: the contract's names, without what proto3 leaves off the wire, floats as floats. */
function onTheWire(message: JsonObject, type: protobuf.Type, seen: Set<string>): JsonObject {
  const wire: JsonObject = {};
  for (const field of type.fieldsArray) {
    const jsonName = field.name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const value = message[jsonName];
    if (value === undefined) continue;
    seen.add(`${type.fullName}.${field.name}`);
    const one = (item: unknown) => {
      if (field.resolvedType instanceof protobuf.Type) return onTheWire(item as JsonObject, field.resolvedType, seen);
      return field.type === "float" ? Math.fround(item as number) : item;
    };
    const isDefault =
      value === "" ||
      value === 0 ||
      value === false ||
      (Array.isArray(value) && value.length === 0) ||
      (field.resolvedType instanceof protobuf.Enum && field.resolvedType.values[value as string] === 0);
    if (!isDefault || field.partOf !== null) wire[field.name] = Array.isArray(value) ? value.map(one) : one(value);
  }
  return wire;
}

function decoded(bytes: Uint8Array): JsonObject {
  return eventRecord.toObject(eventRecord.decode(bytes), { longs: Number, enums: String, bytes: String });
}

describe("encoding events as protobuf", () => {
  it.each(inContract)("gives back $file", ({ event }) => {
    expect(decoded(encoder.encode(event))).toEqual(onTheWire(event, eventRecord, new Set()));
  });

  it("has a golden event of every type, and every field an event can hold is in one of them", () => {
    expect([...new Set(inContract.map(({ event }) => event.eventType))].sort()).toEqual([...contractTypes].sort());
    const seen = new Set<string>();
    for (const { event } of inContract) onTheWire(event, eventRecord, seen);
    expect(fieldsWithin(eventRecord).filter((field) => !seen.has(field))).toEqual([]);
  });

  it("accepts int64 as text, as proto3's own JSON prints it", () => {
    const event = { recordUid: "event-1", recordTimestamp: "1772467200000", eventType: "KEEP_ALIVE" };
    expect(decoded(encoder.encode(event))).toEqual({
      record_uid: "event-1",
      record_timestamp: 1_772_467_200_000,
      event_type: "KEEP_ALIVE",
    });
  });

  it("leaves event type 0 off the wire, as proto3 does", () => {
    expect(decoded(encoder.encode({ recordUid: "event-1", eventType: "DEVICE_ENTRY" }))).toEqual({
      record_uid: "event-1",
    });
  });

  it("refuses events that the public contract has no type or no payload for", () => {
    const others = golden.filter(({ event }) => !contractTypes.includes(event.eventType as string));
    expect(others.length).toBeGreaterThan(0);
    for (const { event } of others) {
      expect(encoder.canEncode(event)).toBe(false);
      expect(() => encoder.encode(event)).toThrow(RangeError);
    }
    expect(encoder.canEncode({ recordUid: "event-1", eventType: "DEVICE_ENTRY", somethingNew: {} })).toBe(false);
    expect(encoder.canEncode({ recordUid: "event-1", eventType: "toString" })).toBe(false);
    expect(encoder.canEncode({ recordUid: "event-1" })).toBe(false);
  });
});

function fieldsWithin(type: protobuf.Type): readonly string[] {
  const types = new Set([type]);
  for (const { fieldsArray } of types) {
    for (const { resolvedType } of fieldsArray) if (resolvedType instanceof protobuf.Type) types.add(resolvedType);
  }
  return [...types].flatMap(({ fullName, fieldsArray }) => fieldsArray.map(({ name }) => `${fullName}.${name}`));
}
