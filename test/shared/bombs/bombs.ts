/** Every record known to have cost too much once, by name. Each is about 1 MiB, or small enough to come in numbers. */
import { gzipSync } from "node:zlib";
import { aggregate } from "../../../cli/simulator/kpl-aggregate.ts";
import { budgetFor, GZIP_WORK, textWork } from "../../../shared/decode/budget.ts";

const MIB = 1_048_576;
const EMPTY = new Uint8Array(0);

/** `length` of `text` over and over, then `end`. */
function repeated(text: string, end = "", length = MIB): string {
  return text.repeat(Math.floor((length - end.length - 64) / text.length)) + end;
}

function counted(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join("");
}

function untilFull(text: (index: number) => string): string {
  let whole = "";
  for (let index = 0; whole.length < MIB - 64; index++) whole += text(index);
  return whole;
}

/** An aggregate written by hand: protobufjs takes seconds for as many pieces. `piece` is one Record. */
function pieces(piece: readonly number[], length = MIB): Uint8Array {
  const record = Buffer.from([0x1a, piece.length, ...piece]);
  const body = Buffer.alloc(Math.floor((length - 20) / record.length) * record.length, record);
  return Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), body, Buffer.alloc(16)]);
}

function piece(data: Uint8Array): readonly number[] {
  return [0x1a, data.length, ...data];
}

const NOISE_BYTES = 900_000;
const LINE_BYTES = 131_072;

/** Text that shrinks by a quarter only: it earns the record its budget. */
const noise = (() => {
  let seed = 1;
  const codes = Array.from({ length: NOISE_BYTES }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return 48 + ((seed >>> 16) % 43);
  });
  return `{"noise":"${Buffer.from(codes).toString("latin1")}"}\n`;
})();

/** A record that expands to as much of `body` as it just may: it is decoded, and costs the most there is. */
function fullest(body: string): Uint8Array {
  const line = `{"a":[${repeated(body, "0]}", LINE_BYTES)}\n`;
  const budget = budgetFor(gzipSync(noise, { level: 1 }).length);
  const byWork = (budget.work - GZIP_WORK - textWork(Buffer.from(noise))) / textWork(Buffer.from(line));
  const byBytes = (budget.expandableBytes - noise.length) / line.length;
  return gzipSync(noise + line.repeat(Math.floor(Math.min(byWork, byBytes) - 1)), { level: 1 });
}

const alike = (count: number, text: (index: string) => string) => counted(count, (index) => text(index.toString(36)));

export const bombs: Readonly<Record<string, () => Uint8Array>> = {
  "an aggregate of empty pieces": () => pieces([0x1a, 0x00]),
  "an aggregate of two bytes of gzip each": () => pieces(piece(Buffer.from([0x1f, 0x8b]))),
  "an aggregate of broken gzip": () => pieces(piece(Buffer.from([0x1f, 0x8b, 0x08]))),
  "an aggregate of fewer broken gzips": () =>
    pieces(piece(Buffer.concat([gzipSync("{}").subarray(0, 12), EMPTY])), 100_000),
  "an aggregate of gzips of one space": () => pieces(piece(gzipSync(" "))),
  "an aggregate of gzips of an event": () => pieces(piece(gzipSync('{"recordUid":"a"}'))),
  "an aggregate of gzips that expand": () =>
    aggregate(Array.from({ length: 80 }, () => gzipSync(" ".repeat(3_000_000)))),
  "a gzip of zeros": () => gzipSync(new Uint8Array(40_000_000), { level: 1 }),
  "a gzip of one event of eight million objects": () => gzipSync(`{"a":[${"{},".repeat(8_000_000)}{}]}`, { level: 1 }),
  "a gzip of a million lines": () => gzipSync("{}\n".repeat(1_000_000)),
  "a gzip of an aggregate of empty pieces": () => gzipSync(pieces([0x1a, 0x00])),
  "a gzip of as much text as may be": () => fullest(`"${"x".repeat(1_000)}",`),
  "a gzip of as many empty objects as may be": () => fullest("{},"),
  "a gzip of as many empty lists as may be": () => fullest("[],"),
  "a gzip of as many numbers as may be": () => fullest("0,"),
  "a gzip of as many texts as may be": () => fullest('"",'),
  "a gzip of as many objects as may be, few of them alike": () => fullest(alike(2_500, (key) => `{"${key}":0},`)),
  "a gzip of as many objects as may be, with thousands of names": () =>
    fullest(`{${alike(3_500, (key) => `"${key}":0,`)}"z":0},`),
  "a gzip of as many objects as may be, with hundreds of names": () =>
    fullest(`{${alike(900, (key) => `"${key}":0,`)}"z":0},`),
  "a gzip of 10 MiB of protobuf": () => gzipSync(Buffer.alloc(10 * MIB, Buffer.from([0x52, 0x00]))),
  "lines of a brace each": () => Buffer.from(repeated("{\n")),
  "lines of an indented brace each": () => Buffer.from(`${" {\n".repeat(9_999)}${repeated(" ")}`),
  "lines of a cut event each": () => Buffer.from(`${`{"a":"${"x".repeat(90)}\n`.repeat(9_999)}`),
  "many events without an end": () => Buffer.from(repeated('{"a":{}}')),
  "a list of empty objects": () => Buffer.from(`[${repeated("{},", "{}]")}`),
  "an event with a list of empty objects": () => Buffer.from(`{"a":[${repeated("{},", "{}]}")}`),
  "the same, broken at its end": () => Buffer.from(`{"a":[\n${repeated("{},", "nul]}")}\n`),
  "an event with a list of empty lists": () => Buffer.from(`{"a":[${repeated("[],", "[]]}")}`),
  "an event with a list of numbers": () => Buffer.from(`{"a":[${repeated("0,", "0]}")}`),
  "an event with 100,000 names": () => Buffer.from(`{${untilFull((index) => `"${index.toString(36)}x":0,`)}"z":0}`),
  "an event of objects no two of which are alike": () =>
    Buffer.from(`{"a":[${untilFull((index) => `{"${index.toString(36)}x":0},`)}0]}`),
  "nesting without an end": () => Buffer.from(repeated('{"a":')),
  "lists that nest without an end": () => Buffer.from(repeated("[")),
  "white space": () => Buffer.from(repeated(" ")),
  "protobuf of empty messages": () => {
    const list = Buffer.alloc(MIB - 200, Buffer.from([0x1a, 0x00]));
    const length = [(list.length & 0x7f) | 0x80, ((list.length >> 7) & 0x7f) | 0x80, list.length >> 14];
    return Buffer.concat([Buffer.from([0x0a, 0x01, 0x61, 0xc2, 0x01, ...length]), list]);
  },
  "protobuf of unknown fields": () =>
    Buffer.concat([Buffer.from([0x0a, 0x01, 0x61]), Buffer.alloc(MIB - 64, Buffer.from([0xa0, 0x06, 0x01]))]),
  "protobuf of events without anything": () => Buffer.alloc(MIB, Buffer.from([0x0a, 0x00])),
  "protobuf of newlines": () => Buffer.alloc(MIB, 0x0a),
  "protobuf of messages with a length, empty": () => Buffer.alloc(MIB - 1, Buffer.from([0x03, 0x0a, 0x01, 0x61])),
  "protobuf of a field an event has once": () =>
    Buffer.concat([Buffer.from([0x0a, 0x01, 0x61]), Buffer.alloc(MIB - 64, Buffer.from([0x10, 0x01]))]),
};
