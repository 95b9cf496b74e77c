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
  isLocation,
  type Message,
  messageNamed,
} from "../contract/contract.ts";
import type { JsonObject } from "../event/event-record.ts";
import { shortestFloat } from "../event/float.ts";
import type { Codec } from "../ports.ts";
import { type Budget, FIELD_WORK, spendWork } from "./budget.ts";
import type { Context as RecordContext } from "./context.ts";
import { type LocationMemo, MAX_TREE_CHARACTERS, recall, remember } from "./location-memo.ts";
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
  wireOver,
} from "./wire.ts";

interface Context {
  readonly wire: Wire;
  readonly codec: Codec;
  readonly memo: LocationMemo;
  readonly budget: Budget;
  /** The fields unknown so far by the message they are in, which may go on further down. */
  unknown: Map<JsonObject, Uint8Array[]> | undefined;
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

/** recordUid: field 1, length-delimited. Writers put it first; it is also the newline character. */
export const RECORD_UID_TAG = 0x0a;

/**
 * The event in `bytes`; `undefined` when there may be more than one: a recordUid that does not come first, or a field that
 * comes twice and may not. Protobuf would merge the two into one that neither sender has sent.
 * Throws `WireError` when they are not a well-formed message or nest deeper than 64, `OverBudget` when they hold too much.
 */
export function decodeEventMessage(
  bytes: Uint8Array,
  { options, memos, budget }: RecordContext,
): JsonObject | undefined {
  const wire = wireOver(bytes, options.codec.latin1(bytes, 0, bytes.length));
  const context: Context = { wire, codec: options.codec, memo: memos.protobuf, budget, unknown: undefined };
  const event: JsonObject = {};
  const end = bytes.length;
  let seen = 0;
  while (wire.at < end) {
    const start = wire.at;
    const tag = readUint32(wire, end);
    const bit = onceBit(tag);
    if ((seen & bit) !== 0 || (tag === RECORD_UID_TAG && start > 0)) return undefined;
    seen |= bit;
    readField(context, eventRecordMessage(), tag, start, end, 1, event);
  }
  settleUnknown(context);
  // proto3 does not put the first member of an enum on the wire: no event type is DEVICE_ENTRY.
  if (event.recordUid !== undefined) event.eventType ??= eventTypeName(0);
  return event;
}

const PAYLOAD_BIT = 1 << 31;

/** The bit of what an event has once: an envelope field, or its payload, whichever it is. 0 for a field of no such kind. */
export function onceBit(tag: number): number {
  const field = eventRecordMessage().byNumber[tag >>> 3];
  if (field === undefined || (tag & 7) !== wireTypeOf[field.scalar]) return 0;
  return field.inOneof ? PAYLOAD_BIT : 1 << field.number;
}

function readMessage(context: Context, message: Message, end: number, depth: number, into: JsonObject): JsonObject {
  if (depth > MAX_DEPTH) throw new WireError(`messages nest deeper than ${MAX_DEPTH}`, "nested-too-deep");
  spendWork(context.budget, FIELD_WORK);
  const { wire } = context;
  while (wire.at < end) {
    const start = wire.at;
    readField(context, message, readUint32(wire, end), start, end, depth, into);
  }
  return into;
}

/** Reads one value, after its tag, which stands at `start`. */
function readField(
  context: Context,
  message: Message,
  tag: number,
  start: number,
  end: number,
  depth: number,
  into: JsonObject,
): void {
  spendWork(context.budget, FIELD_WORK);
  const wireType = tag & 7;
  const field = message.byNumber[tag >>> 3];
  if (field !== undefined && wireType === wireTypeOf[field.scalar]) {
    if (field.repeated) append(into, field.json, readValue(context, field, end, depth, undefined));
    else {
      // An event has one payload, or it is not read at all.
      if (field.inOneof && depth > 1) dropOthers(message, field, into);
      into[field.json] = readValue(context, field, end, depth, into[field.json]);
    }
  } else if (field?.repeated && wireType === LENGTH_DELIMITED) {
    readPacked(context, field, end, depth, into);
  } else {
    if (tag >>> 3 === 0) throw new WireError("a field numbered 0");
    skipValue(context.wire, wireType, end);
    keepUnknown(context, into, context.wire.bytes.subarray(start, context.wire.at));
  }
}

/** Of a oneof, the last member on the wire is the one that counts. */
function dropOthers(message: Message, chosen: Field, into: JsonObject): void {
  for (const { inOneof, json } of message.byName) {
    if (inOneof && json !== chosen.json && into[json] !== undefined) delete into[json];
  }
}

function keepUnknown(context: Context, into: JsonObject, field: Uint8Array): void {
  context.unknown ??= new Map();
  const kept = context.unknown.get(into);
  if (kept === undefined) context.unknown.set(into, [field]);
  else kept.push(field);
}

function settleUnknown({ unknown, codec }: Context): void {
  if (unknown === undefined) return;
  for (const [message, fields] of unknown) message.unknownFields = codec.base64(concatenate(fields));
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
      if (isLocation(field.message)) return readLocation(context, stop, depth + 1);
      return readMessage(context, field.message, stop, depth + 1, (present as JsonObject | undefined) ?? {});
    }
  }
}

/** Where a payload has its location; further down, there are other things. */
const LOCATION_DEPTH = 3;

/** Most events share a handful of location trees, and a tree is half an event: one seen before is not read again. */
function readLocation(context: Context, stop: number, depth: number): JsonObject {
  const { wire, codec, memo } = context;
  const start = wire.at;
  const length = stop - start;
  if (depth !== LOCATION_DEPTH || length > MAX_TREE_CHARACTERS) {
    return readMessage(context, messageNamed("Location"), stop, depth, {});
  }
  const known = recall(memo, wire.text, start);
  if (known !== undefined && known.text.length === length) {
    wire.at = stop;
    return known.location;
  }
  // Read from a copy, since strings are slices of the text they are read from: a tree must not keep its record.
  const bytes = wire.bytes.slice(start, stop);
  const text = codec.latin1(bytes, 0, length);
  const own: Context = { ...context, wire: wireOver(bytes, text), unknown: undefined };
  const location = readMessage(own, messageNamed("Location"), length, depth, {});
  settleUnknown(own);
  remember(memo, { text, location });
  wire.at = stop;
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
  while (context.wire.at < stop) {
    spendWork(context.budget, FIELD_WORK);
    append(into, field.json, readValue(context, field, stop, depth, undefined));
  }
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
