/**
 * A transport message's bytes → the events in it. Never throws, whatever the bytes: what cannot be decoded is a
 * rejection with a stable code, next to its bytes.
 *
 * What Cisco puts in a record is not documented, so all of it is accepted and told apart by its first bytes: JSON
 * lines, one protobuf EventRecord, gzip of either, and KPL aggregates of any of these.
 */
import type { Rejection } from "../outcome.ts";
import { BROKEN_GZIP_WORK, budgetFor, GZIP_WORK, OverBudget, spendEvent, spendWork, textWork } from "./budget.ts";
import type { Context, DecodeOptions } from "./context.ts";
import { decodeJson } from "./json.ts";
import { deaggregate, isAggregated } from "./kpl.ts";
import { newLocationMemo } from "./location-memo.ts";
import { looksLike } from "./looks-like.ts";
import { type DecodedPart, tooLarge, undecodable } from "./part.ts";
import { RECORD_UID_TAG } from "./protobuf.ts";
import { decodeProtobuf } from "./protobuf-events.ts";
import { isSpace } from "./space.ts";
import { WireError } from "./wire.ts";

export type { DecodeOptions, Encoding, RecordForm } from "./context.ts";

export const DEFAULT_MAX_RECORD_BYTES = 1_048_576;
/** Kinesis takes records up to 10 MiB: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
export const MAX_RECORD_BYTES_LIMIT = 10_485_760;

const OPENING_BRACE = 0x7b;
const OPENING_BRACKET = 0x5b;

export type Decode = (payload: Uint8Array) => readonly DecodedPart[];

/** A decoder; it keeps the location trees it has seen, so keep it for as long as the process lives. */
export function decoder(options: DecodeOptions): Decode {
  const memos = { json: newLocationMemo(), protobuf: newLocationMemo() };
  return (payload) => {
    if (payload.length > options.maxRecordBytes) {
      return [{ bytes: payload, result: tooLarge(payload, options.maxRecordBytes) }];
    }
    try {
      return unwrap(payload, { options, memos, budget: budgetFor(payload.length) }, anyWrapping);
    } catch (error) {
      if (error instanceof OverBudget) return [{ bytes: payload, result: undecodable(error.code, error.message) }];
      throw error;
    }
  };
}

/** What the bytes may still be wrapped in: each once, in either order. */
interface Wrapping {
  readonly kpl: boolean;
  readonly gzip: boolean;
}

const anyWrapping: Wrapping = { kpl: true, gzip: true };

function unwrap(bytes: Uint8Array, context: Context, allowed: Wrapping): readonly DecodedPart[] {
  if (allowed.kpl && isAggregated(bytes)) return unwrapAggregate(bytes, context, { ...allowed, kpl: false });
  if (allowed.gzip && bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return unwrapGzip(bytes, context, { ...allowed, gzip: false });
  }
  return decodePlain(bytes, context);
}

function unwrapAggregate(bytes: Uint8Array, context: Context, allowed: Wrapping): readonly DecodedPart[] {
  context.options.observe?.("kpl");
  try {
    return deaggregate(bytes).flatMap((piece) => unwrap(piece, context, allowed));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return rejectWhole(
      bytes,
      context,
      undecodable("malformed-kpl", `the KPL aggregate is malformed: ${error.message}`),
    );
  }
}

function unwrapGzip(bytes: Uint8Array, context: Context, allowed: Wrapping): readonly DecodedPart[] {
  const { options, budget } = context;
  const most = budget.expandableBytes;
  options.observe?.("gzip");
  spendWork(budget, GZIP_WORK);
  const expanded = options.codec.gunzip(bytes, most);
  if (expanded === "malformed") {
    spendWork(budget, BROKEN_GZIP_WORK);
    return rejectWhole(
      bytes,
      context,
      undecodable("malformed-gzip", "the gzip stream is malformed, cut short, or followed by other bytes"),
    );
  }
  if (expanded === "too-large") throw new OverBudget("expanded-too-large", `the record expands past ${most} bytes`);
  budget.expandableBytes -= expanded.length;
  if (isText(expanded)) spendWork(budget, textWork(expanded));
  return unwrap(expanded, context, allowed).map((part) =>
    // What cannot be used as a whole is kept as it came; an event among others as its own bytes, to be redriven alone.
    part.bytes === expanded ? { bytes, result: part.result } : part,
  );
}

function decodePlain(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const { encoding } = context.options;
  const first = bytes[textStart(bytes)];
  if (first === undefined) {
    return rejectWhole(bytes, context, undecodable("empty-record", "the record holds no bytes but white space"));
  }
  if (first === OPENING_BRACE || first === OPENING_BRACKET) return decodeTextual(bytes, context);
  if (encoding === "json") {
    const found = `the record is not JSON and the encoding is set to json${looksLike(bytes)}`;
    return rejectWhole(bytes, context, undecodable("wrong-encoding", found));
  }
  const parts = decodeProtobuf(bytes, context);
  // Writers put recordUid first. Other bytes may still be an event, but when they are not, calling them protobuf misleads.
  if (bytes[0] === RECORD_UID_TAG || encoding === "protobuf" || parts.some(isFromContract)) {
    context.options.observe?.("protobuf");
    return parts;
  }
  const found = `the bytes are neither JSON, protobuf, gzip nor a KPL aggregate${looksLike(bytes)}`;
  return rejectWhole(bytes, context, undecodable("unknown-encoding", found));
}

function decodeTextual(bytes: Uint8Array, context: Context): readonly DecodedPart[] {
  const { encoding, observe } = context.options;
  const parts = encoding === "protobuf" ? [] : decodeJson(bytes, context);
  if (parts.some(({ result }) => result.ok)) {
    observe?.("json");
    return parts;
  }
  // "\n{" also begins a protobuf event whose recordUid is 123 bytes long, and "{\n" one with a length of 123 before it.
  if (encoding !== "json" && bytes.subarray(0, 2).includes(RECORD_UID_TAG)) {
    const events = decodeProtobuf(bytes, context);
    if (events.every(({ result }) => result.ok) && events.some(isFromContract)) {
      observe?.("protobuf");
      return events;
    }
  }
  observe?.("json");
  if (parts.length > 0) return parts;
  return rejectWhole(
    bytes,
    context,
    undecodable("wrong-encoding", "the record looks like JSON and the encoding is set to protobuf"),
  );
}

/** Random bytes can be well-formed protobuf of fields nobody knows; an event has at least one that the contract has. */
function isFromContract({ result }: DecodedPart): boolean {
  return result.ok && Object.keys(result.value).some((name) => name !== "unknownFields");
}

function isText(bytes: Uint8Array): boolean {
  const first = bytes[textStart(bytes)];
  return first === OPENING_BRACE || first === OPENING_BRACKET;
}

/** Where white space and a UTF-8 byte order mark end. */
function textStart(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (at < bytes.length && isSpace(bytes[at] as number)) at++;
  return at;
}

function rejectWhole(
  bytes: Uint8Array,
  { budget }: Context,
  result: { readonly ok: false; readonly error: Rejection },
): readonly DecodedPart[] {
  spendEvent(budget);
  return [{ bytes, result }];
}
