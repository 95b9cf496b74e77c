/**
 * protobuf bytes → events: one message, several behind each other, or each with its length before it. Messages have no
 * boundaries of their own, but writers put recordUid first: where it stands, an event begins. A newline after a message,
 * as Cisco ends its JSON events, is no part of it.
 */
import { MAX_EVENTS, spendEvent, tooManyEvents } from "./budget.ts";
import type { Context } from "./context.ts";
import { type DecodedPart, tooLarge, undecodable } from "./part.ts";
import { decodeEventMessage, onceBit, RECORD_UID_TAG } from "./protobuf.ts";
import { readLength, readUint32, skipValue, WireError, wireOver } from "./wire.ts";

const NEWLINE = 0x0a;
/** recordTimestamp: field 2, varint. */
const RECORD_TIMESTAMP_TAG = 0x10;

/** At least one part. Throws `OverBudget`. */
export function decodeProtobuf(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const messages = withLengths(bytes);
  return messages === undefined
    ? decodeMessages(bytes, context)
    : messages.flatMap((message) => decodeMessages(message, context));
}

/** The messages of a record in which each has its length, a varint, before it; `undefined` when it is not one. */
function withLengths(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  if (bytes[0] === RECORD_UID_TAG) return undefined;
  const wire = wireOver(bytes, "");
  const messages: Uint8Array[] = [];
  try {
    while (wire.at < bytes.length) {
      const end = readLength(wire, bytes.length);
      if (bytes[wire.at] !== RECORD_UID_TAG || end === wire.at) return undefined;
      if (messages.length === MAX_EVENTS) throw tooManyEvents();
      messages.push(bytes.subarray(wire.at, end));
      wire.at = end;
    }
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
  return messages.length === 0 ? undefined : messages;
}

function decodeMessages(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  if (bytes.length <= context.options.maxRecordBytes) {
    const result = decodeOne(bytes, context);
    if (result?.ok) {
      spendEvent(context.budget);
      return [{ bytes, result }];
    }
  }
  return messagesIn(bytes).map(({ start, end, isMixed }) => {
    spendEvent(context.budget);
    const message = start === 0 && isRest(bytes, end) ? bytes : bytes.subarray(start, end);
    return { bytes: message, result: decodePart(bytes.subarray(start, end), isMixed, context) };
  });
}

function decodePart(bytes: Uint8Array, isMixed: boolean, context: Context): DecodedPart["result"] {
  const { maxRecordBytes } = context.options;
  if (bytes.length > maxRecordBytes) return tooLarge(bytes, maxRecordBytes);
  return (isMixed ? undefined : decodeOne(bytes, context)) ?? mixed();
}

function mixed(): DecodedPart["result"] {
  return undecodable(
    "mixed-events",
    "a field an event has once comes twice: the bytes are more than one event, and where the next begins cannot be told",
  );
}

/** `undefined` when there may be more than one event. */
function decodeOne(bytes: Uint8Array, context: Context): DecodedPart["result"] | undefined {
  try {
    const value = decodeEventMessage(bytes, context);
    return value === undefined ? undefined : { ok: true, value };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return undecodable(error.code, `the protobuf message is malformed: ${error.message}`);
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
  /** A field that an event has once comes twice. */
  readonly isMixed: boolean;
}

/** Where a record's messages are, without reading them; what is malformed goes to the end of the record. At least one. */
function messagesIn(bytes: Uint8Array): readonly Span[] {
  const spans: Span[] = [];
  const wire = wireOver(bytes, "");
  let [start, seen, isMixed] = [0, 0, false];
  const close = (end: number, next: number) => {
    if (spans.length === MAX_EVENTS) throw tooManyEvents();
    spans.push({ start, end, isMixed });
    [start, seen, isMixed] = [next, 0, false];
    wire.at = next;
  };
  try {
    while (wire.at < bytes.length) {
      const { at } = wire;
      if (bytes[at] === RECORD_UID_TAG && at > start) {
        close(at, isNewline(bytes, at) ? at + 1 : at);
        if (wire.at === bytes.length) return spans;
      }
      const tag = readUint32(wire, bytes.length);
      const bit = onceBit(tag);
      isMixed ||= (seen & bit) !== 0;
      seen |= bit;
      skipValue(wire, tag & 7, bytes.length);
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  close(bytes.length, bytes.length);
  return spans;
}

/**
 * Whether the 0x0a at `at` is a newline between two messages and not the tag of the next one's recordUid. Two of them in a
 * row can also be that tag and the length of a recordUid of ten characters: then its timestamp follows those, and they do
 * not begin with a tab, which would be the length of one of nine.
 */
function isNewline(bytes: Uint8Array, at: number): boolean {
  if (at + 1 === bytes.length) return true;
  if (bytes[at + 1] !== RECORD_UID_TAG) return false;
  return bytes[at + 12] !== RECORD_TIMESTAMP_TAG || bytes[at + 2] === 9;
}

/** Whether nothing but a newline follows. */
function isRest(bytes: Uint8Array, end: number): boolean {
  return end === bytes.length || (end + 1 === bytes.length && bytes[end] === NEWLINE);
}
