/** Protocol buffers, as far as a row needs them: https://protobuf.dev/programming-guides/encoding/ */

export interface MessageWriter {
  /** From 0. Beyond 2^53 what a double holds, such as a multiple of a thousand, is exact here, too. */
  integer(number: number, value: number): void;
  negative(number: number, value: number): void;
  double(number: number, value: number): void;
  text(number: number, value: string): void;
  /** Whatever was written before is of another message, which may have come to no end. */
  begin(): void;
  /** The message, of its own bytes. */
  finish(): Uint8Array;
}

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
/** The longest varint, of 64 bits. */
const VARINT_BYTES = 10;
const DOUBLE_BYTES = 8;
/** Larger than nearly every row; one that is larger does not keep its memory. */
const KEPT_BYTES = 65_536;

export function newMessageWriter(): MessageWriter {
  const kept = Buffer.allocUnsafe(KEPT_BYTES);
  let bytes = kept;
  let at = 0;

  function reserve(count: number): void {
    if (at + count <= bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * bytes.length, at + count));
    bytes.copy(larger, 0, 0, at);
    bytes = larger;
  }

  function varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128;
    bytes[at++] = rest;
  }

  function tag(number: number, wireType: number): void {
    varint(number * 8 + wireType);
  }

  return {
    integer(number, value) {
      reserve(2 * VARINT_BYTES);
      tag(number, VARINT);
      varint(value);
    },
    negative(number, value) {
      reserve(2 * VARINT_BYTES);
      tag(number, VARINT);
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest >= 128n; rest >>= 7n) bytes[at++] = Number(rest & 127n) + 128;
      bytes[at++] = Number(rest);
    },
    double(number, value) {
      reserve(VARINT_BYTES + DOUBLE_BYTES);
      tag(number, FIXED64);
      at = bytes.writeDoubleLE(value, at);
    },
    text(number, value) {
      const length = Buffer.byteLength(value);
      reserve(2 * VARINT_BYTES + length);
      tag(number, DELIMITED);
      varint(length);
      at += bytes.write(value, at);
    },
    begin() {
      bytes = kept;
      at = 0;
    },
    finish: () => new Uint8Array(bytes.subarray(0, at)),
  };
}
