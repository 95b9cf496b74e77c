/**
 * protobuf bytes → the same plain object the JSON encoding of the event parses to: camelCase names, enums by name,
 * int64 as numbers, absent fields absent. Walks the contract's tables; what the contract has no number for is kept,
 * as it was on the wire, in `unknownFields` (base64) of the message that held it.
 */
import {
  type EnumField,
  eventRecordMessage,
  eventTypeName,
  type Field,
  locationMessage,
  type Message,
} from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { shortestFloat } from "../event/float.ts";
import type { Codec } from "../ports.ts";
import { type LocationMemo, recall, remember } from "./location-memo.ts";
import { MAX_DEPTH } from "./nesting.ts";
import {
  FIXED32,
  FIXED64,
  LENGTH_DELIMITED,
  readDouble,
  readFloat,
  readInt64,
  readLength,
  readUint32,
  skipValue,
  VARINT,
  type Wire,
  WireError,
} from "./wire.ts";

interface Context {
  readonly wire: Wire;
  readonly codec: Codec;
  readonly memo: LocationMemo;
}

const wireTypeOf = {
  string: LENGTH_DELIMITED,
  bytes: LENGTH_DELIMITED,
  message: LENGTH_DELIMITED,
  bool: VARINT,
  int32: VARINT,
  int64: VARINT,
  enum: VARINT,
  float: FIXED32,
  double: FIXED64,
} as const;

/** The event in `bytes`. Throws `WireError` when they are not a well-formed message or nest deeper than 64. */
export function decodeEventMessage(bytes: Uint8Array, codec: Codec, memo: LocationMemo): JsonObject {
  const wire: Wire = {
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    text: codec.latin1(bytes, 0, bytes.length),
    at: 0,
  };
  const event = readMessage({ wire, codec, memo }, eventRecordMessage, bytes.length, 1, {});
  // proto3 does not put the first member of an enum on the wire: no event type is DEVICE_ENTRY.
  if (event.recordUid !== undefined) event.eventType ??= eventTypeName(0);
  return event;
}

function readMessage(context: Context, message: Message, end: number, depth: number, into: JsonObject): JsonObject {
  if (depth > MAX_DEPTH) throw new WireError(`messages nest deeper than ${MAX_DEPTH}`, "nested-too-deep");
  const { wire } = context;
  let chosen: Field | undefined;
  let unknown: Uint8Array[] | undefined;
  while (wire.at < end) {
    const start = wire.at;
    const tag = readUint32(wire, end);
    const wireType = tag & 7;
    const field = message.byNumber[tag >>> 3];
    if (field !== undefined && wireType === wireTypeOf[field.scalar]) {
      if (field.inOneof) {
        if (chosen !== undefined && chosen !== field) delete into[chosen.json];
        chosen = field;
      }
      if (field.repeated) append(into, field.json, readValue(context, field, end, depth, undefined));
      else into[field.json] = readValue(context, field, end, depth, into[field.json]);
    } else if (field?.repeated && wireType === LENGTH_DELIMITED) {
      readPacked(context, field, end, depth, into);
    } else {
      if (tag >>> 3 === 0) throw new WireError("a field numbered 0");
      skipValue(wire, wireType, end);
      unknown ??= [];
      unknown.push(wire.bytes.subarray(start, wire.at));
    }
  }
  if (unknown !== undefined) into.unknownFields = context.codec.base64(concatenate(unknown));
  return into;
}

function readValue(context: Context, field: Field, end: number, depth: number, present: unknown): unknown {
  const { wire } = context;
  switch (field.scalar) {
    case "string":
      return readString(context, end);
    case "bytes": {
      const stop = readLength(wire, end);
      const value = context.codec.base64(wire.bytes.subarray(wire.at, stop));
      wire.at = stop;
      return value;
    }
    case "bool":
      return readInt64(wire, end) !== 0;
    case "int32":
      return readUint32(wire, end) | 0;
    case "int64":
      return readInt64(wire, end);
    case "enum":
      return enumValue(field, readUint32(wire, end) | 0);
    case "float":
      return shortestFloat(readFloat(wire, end));
    case "double":
      return readDouble(wire, end);
    case "message": {
      const stop = readLength(wire, end);
      // Shared with other events, so a location that comes twice is replaced; any other message is merged, as protobuf prescribes.
      if (field.message === locationMessage) return readLocation(context, stop, depth + 1);
      return readMessage(context, field.message, stop, depth + 1, (present as JsonObject | undefined) ?? {});
    }
  }
}

/** Most events share a handful of location trees, and a tree is half an event: one seen before is not read again. */
function readLocation(context: Context, stop: number, depth: number): JsonObject {
  const { wire, memo } = context;
  const start = wire.at;
  const known = recall(memo, wire.bytes, start, stop, depth);
  if (known !== undefined) {
    wire.at = stop;
    return known;
  }
  const location = readMessage(context, locationMessage, stop, depth, {});
  remember(memo, wire.bytes, start, stop, depth, location);
  return location;
}

function readString(context: Context, end: number): string {
  const { wire } = context;
  const { bytes } = wire;
  const stop = readLength(wire, end);
  const start = wire.at;
  wire.at = stop;
  let mixed = 0;
  for (let at = start; at < stop; at++) mixed |= bytes[at] as number;
  if (mixed < 0x80) return wire.text.slice(start, stop);
  const text = context.codec.utf8(bytes, start, stop);
  if (text === undefined) throw new WireError("a string is not UTF-8", "invalid-utf8");
  return text;
}

function enumValue(field: EnumField, number: number): string | number {
  const name = field.enumType.names[number];
  if (name !== undefined) return name;
  return field.json === "eventType" ? eventTypeName(number) : number;
}

function readPacked(context: Context, field: Field, end: number, depth: number, into: JsonObject): void {
  const stop = readLength(context.wire, end);
  while (context.wire.at < stop) append(into, field.json, readValue(context, field, stop, depth, undefined));
}

function append(into: JsonObject, name: string, value: unknown): void {
  const list = into[name] as unknown[] | undefined;
  if (list === undefined) into[name] = [value];
  else list.push(value);
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
