/**
 * The protobuf wire format: varints, fixed numbers and lengths over one record's bytes.
 * Readers throw `WireError` on anything malformed; `decode.ts` is the only place that catches it.
 * Format: https://protobuf.dev/programming-guides/encoding/
 */

export class WireError extends Error {
  override readonly name = "WireError";
  readonly code: "malformed-protobuf" | "invalid-utf8" | "nested-too-deep";

  constructor(message: string, code: WireError["code"] = "malformed-protobuf") {
    super(message);
    this.code = code;
  }
}

/** A cursor over a record. `text` is the record as latin-1, so that an ASCII string is a slice and not a decode. */
export interface Wire {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly text: string;
  at: number;
}

export function wireOver(bytes: Uint8Array, text: string): Wire {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), text, at: 0 };
}

export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

const MAX_VARINT_BYTES = 10;
const TWO_TO_32 = 4_294_967_296;

/** A varint's low 32 bits, unsigned; the rest (sign extension of a negative int32) is read and dropped. */
export function readUint32(wire: Wire, end: number): number {
  const { bytes } = wire;
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES && wire.at < end; index++) {
    const byte = bytes[wire.at++] as number;
    if (index < 5) value |= (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return value >>> 0;
  }
  throw new WireError("a varint is cut short or longer than 10 bytes");
}

/** A two's complement 64-bit varint as a number; a value past 2^53 loses its low digits (no field of the contract is one). */
export function readInt64(wire: Wire, end: number): number {
  const { bytes } = wire;
  let low = 0;
  let high = 0;
  for (let index = 0; index < MAX_VARINT_BYTES && wire.at < end; index++) {
    const byte = bytes[wire.at++] as number;
    const bits = byte & 0x7f;
    if (index < 4) low |= bits << (7 * index);
    else if (index === 4) {
      low |= bits << 28;
      high |= bits >>> 4;
    } else high |= bits << (7 * index - 32);
    if (byte < 0x80) return (high | 0) * TWO_TO_32 + (low >>> 0);
  }
  throw new WireError("a varint is cut short or longer than 10 bytes");
}

/** Where the length-delimited value that starts here ends; moves the cursor to its first byte. */
export function readLength(wire: Wire, end: number): number {
  const length = readUint32(wire, end);
  if (length > end - wire.at) throw new WireError("a length reaches past the end of its message");
  return wire.at + length;
}

export function readFloat(wire: Wire, end: number): number {
  const at = wire.at;
  if (end - at < 4) throw new WireError("a 32-bit number is cut short");
  wire.at = at + 4;
  return wire.view.getFloat32(at, true);
}

export function readDouble(wire: Wire, end: number): number {
  const at = wire.at;
  if (end - at < 8) throw new WireError("a 64-bit number is cut short");
  wire.at = at + 8;
  return wire.view.getFloat64(at, true);
}

/** Moves past a value of a field that is not in the contract. */
export function skipValue(wire: Wire, wireType: number, end: number): void {
  switch (wireType) {
    case VARINT:
      readInt64(wire, end);
      return;
    case FIXED64:
      readDouble(wire, end);
      return;
    case LENGTH_DELIMITED:
      wire.at = readLength(wire, end);
      return;
    case FIXED32:
      readFloat(wire, end);
      return;
    default:
      throw new WireError("a group or an undefined wire type");
  }
}
