/**
 * A transport message's bytes → the events in it. Never throws, whatever the bytes: what cannot be decoded is a
 * rejection with a stable code, next to its bytes.
 *
 * What Cisco puts in a record is not documented, so all of it is accepted and told apart by its first bytes: JSON
 * lines, one protobuf EventRecord, gzip of either, and KPL aggregates of any of these.
 */
import type { JsonObject } from "../event/event-record.ts";
import type { Rejection } from "../outcome.ts";
import type { Codec } from "../ports.ts";
import { type Budget, budgetFor, OverBudget, spendEvent } from "./budget.ts";
import { type DecodedPart, decodeJson, isSpace } from "./json.ts";
import { type JsonLocationMemo, newJsonLocationMemo } from "./json-location-memo.ts";
import { deaggregate, isAggregated } from "./kpl.ts";
import { type LocationMemo, newLocationMemo } from "./location-memo.ts";
import { decodeEventMessage } from "./protobuf.ts";
import { undecodable } from "./rejections.ts";
import { WireError } from "./wire.ts";

/** `auto` tells by the bytes; the other two refuse anything else. */
export type Encoding = "auto" | "json" | "protobuf";

export interface DecodeOptions {
  readonly codec: Codec;
  readonly encoding: Encoding;
  /** Largest record, and largest single event inside one, in bytes. */
  readonly maxRecordBytes: number;
}

export const DEFAULT_MAX_RECORD_BYTES = 1_048_576;
/** Kinesis takes records up to 10 MiB: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const MAX_RECORD_BYTES_LIMIT = 10_485_760;

const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;
/** Field 1, length-delimited; also the newline character. */
const RECORD_UID_TAG = 0x0a;

interface Context {
  readonly options: DecodeOptions;
  readonly memos: { readonly json: JsonLocationMemo; readonly protobuf: LocationMemo };
  readonly budget: Budget;
}

export type Decode = (payload: Uint8Array) => readonly DecodedPart[];

/** A decoder; it keeps the location trees it has seen, so keep it for as long as the process lives. */
export function decoder(options: DecodeOptions): Decode {
  const memos = { json: newJsonLocationMemo(), protobuf: newLocationMemo() };
  return (payload) => {
    const tooLarge = refuseOversize(payload, options.maxRecordBytes);
    if (tooLarge !== undefined) return tooLarge;
    try {
      return unwrap(payload, { options, memos, budget: budgetFor(payload.length) }, true);
    } catch (error) {
      if (error instanceof OverBudget) return rejectWhole(payload, undecodable(error.code, error.message));
      throw error;
    }
  };
}

function unwrap(bytes: Uint8Array, context: Context, mayBeAggregate: boolean): readonly DecodedPart[] {
  if (mayBeAggregate && isAggregated(bytes)) return unwrapAggregate(bytes, context);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return unwrapGzip(bytes, context);
  return decodePlain(bytes, context);
}

function unwrapAggregate(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  try {
    return deaggregate(bytes).flatMap((payload) => unwrap(payload, context, false));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return rejectWhole(bytes, undecodable("malformed-kpl", `the KPL aggregate is malformed: ${error.message}`));
  }
}

function unwrapGzip(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const { options, budget } = context;
  const most = budget.expandableBytes;
  const expanded = options.codec.gunzip(bytes, most);
  if (expanded === "malformed") {
    return rejectWhole(bytes, undecodable("malformed-gzip", "the gzip stream is malformed or cut short"));
  }
  if (expanded === "too-large") throw new OverBudget("expanded-too-large", `the record expands past ${most} bytes`);
  budget.expandableBytes -= expanded.length;
  return decodePlain(expanded, context).flatMap((part) => {
    // What cannot be used as a whole is kept as it came; an event among others as its own bytes, to be redriven alone.
    const kept = part.bytes === expanded ? bytes : part.bytes;
    return refuseOversize(part.bytes, options.maxRecordBytes, kept) ?? [{ ...part, bytes: kept }];
  });
}

function decodePlain(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const { options } = context;
  const first = firstTextByte(bytes);
  if (first === -1) {
    return rejectWhole(bytes, undecodable("empty-record", "the record holds no bytes but white space"));
  }
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return decodeTextual(bytes, context);
  if (options.encoding === "json") {
    return rejectWhole(bytes, undecodable("wrong-encoding", "the record is not JSON and the encoding is set to json"));
  }
  const event = decodeProtobuf(bytes, context);
  // Writers put recordUid first. Other bytes may still be an event, but when they are not, calling them protobuf misleads.
  if (bytes[0] === RECORD_UID_TAG || options.encoding === "protobuf" || isFromContract(event)) return [event];
  return rejectWhole(
    bytes,
    undecodable("unknown-encoding", "the bytes are neither JSON, protobuf, gzip nor a KPL aggregate"),
  );
}

function decodeTextual(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const { options, memos, budget } = context;
  const parts = options.encoding === "protobuf" ? [] : decodeJson(bytes, options.codec, memos.json, budget);
  if (parts[0]?.result.ok || parts.some(({ result }) => result.ok)) return parts;
  // "\n{" also begins a protobuf event whose recordUid is 123 bytes long.
  if (bytes[0] === RECORD_UID_TAG && options.encoding !== "json") {
    const event = decodeProtobuf(bytes, context);
    if (event.result.ok) return [event];
  }
  if (parts.length > 0) return parts;
  return rejectWhole(
    bytes,
    undecodable("wrong-encoding", "the record looks like JSON and the encoding is set to protobuf"),
  );
}

/** Random bytes can be well-formed protobuf of fields nobody knows; an event has at least one that the contract has. */
function isFromContract({ result }: DecodedPart): boolean {
  return result.ok && Object.keys(result.value).some((name) => name !== "unknownFields");
}

function decodeProtobuf(bytes: Uint8Array, { options, memos, budget }: Context): DecodedPart {
  spendEvent(budget);
  try {
    return accept(bytes, decodeEventMessage(bytes, options.codec, memos.protobuf));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return reject(bytes, undecodable(error.code, `the protobuf message is malformed: ${error.message}`));
  }
}

/** The first byte that is not white space (or part of a UTF-8 byte order mark), -1 when there is none. */
function firstTextByte(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && isSpace(bytes[at] as number)) at++;
  return bytes[at] ?? -1;
}

/** `kept` is what the dead letter holds. */
function refuseOversize(bytes: Uint8Array, maxBytes: number, kept = bytes): readonly DecodedPart[] | undefined {
  if (bytes.length <= maxBytes) return undefined;
  return rejectWhole(
    kept,
    undecodable("record-too-large", `the event has ${bytes.length} bytes, more than the ${maxBytes} accepted`),
  );
}

function accept(bytes: Uint8Array, value: JsonObject): DecodedPart {
  return { bytes, result: { ok: true, value } };
}

function reject(bytes: Uint8Array, error: Rejection): DecodedPart {
  return { bytes, result: { ok: false, error } };
}

function rejectWhole(bytes: Uint8Array, error: Rejection): readonly DecodedPart[] {
  return [reject(bytes, error)];
}
