/** What happens to records on their way: repeats, disorder, and records nobody can use. */
import { gzipSync } from "node:zlib";
import { type Random, randomFrom } from "./random.ts";
import type { EncodedRecord } from "./records.ts";

/** Each makes a record that is refused whole. */
const rarePoisons = ["oversize", "inflated"] as const;
const poisons = ["truncated", "garbage", "empty", "nested", "no-record-uid", "wrong-type"] as const;

export type Poison = (typeof poisons)[number] | (typeof rarePoisons)[number];

export interface SentRecord extends EncodedRecord {
  /**
   * Absent on a record as it should be. A poisoned record replaces nothing, its events come whole as well: of `events`
   * it has 1, the undecodable whole of it.
   */
  readonly fault?: "duplicate" | Poison;
}

const SHARE_OF_DUPLICATES = 0.03;
const SHARE_OF_POISON = 0.01;
/** A megabyte each: few of them say as much as many. */
const SHARE_OF_RARE_POISON = 0.05;
/** Of records that wait, any may go first. */
const DISORDER_WINDOW_RECORDS = 16;
const NESTING_LEVELS = 1_000;
/** One more than a record may have by default. */
const OVERSIZE_BYTES = 1_048_577;

/**
 * The same records with repeats and poison between them, shuffled within a small window. The same seed does the same.
 * `oversize` is more than a Kinesis stream takes unless it is set to; `inflated` is small, but expands to as much.
 */
export function* withFaults(
  records: Iterable<EncodedRecord>,
  { seed }: { readonly seed: number },
): Generator<SentRecord> {
  const random = randomFrom(seed ^ 0xfa17);
  const waiting: SentRecord[] = [];
  const takeAny = () => waiting.splice(random.below(waiting.length), 1)[0] as SentRecord;
  for (const record of records) {
    waiting.push(record);
    if (random.chance(SHARE_OF_DUPLICATES)) waiting.push({ ...record, fault: "duplicate" });
    if (random.chance(SHARE_OF_POISON)) waiting.push(poisoned(record, random));
    while (waiting.length > DISORDER_WINDOW_RECORDS) yield takeAny();
  }
  while (waiting.length > 0) yield takeAny();
}

function poisoned({ bytes }: EncodedRecord, random: Random): SentRecord {
  const fault: Poison = random.pick<Poison>(random.chance(SHARE_OF_RARE_POISON) ? rarePoisons : poisons);
  return { bytes: poisonedBytes(fault, bytes, random), events: 1, fault };
}

function poisonedBytes(fault: Poison, bytes: Uint8Array, random: Random): Uint8Array {
  switch (fault) {
    case "truncated":
      return truncated(bytes);
    case "garbage":
      return Uint8Array.from({ length: 1 + random.below(200) }, () => 0x80 + random.below(0x80));
    case "empty":
      return Buffer.from("\n");
    case "nested":
      return Buffer.from(
        `{"recordUid":"nested","payload":${"[".repeat(NESTING_LEVELS)}${"]".repeat(NESTING_LEVELS)}}\n`,
      );
    case "no-record-uid":
      return Buffer.from('{"recordTimestamp":1700000000000,"eventType":"DEVICE_ENTRY"}\n');
    case "wrong-type":
      return Buffer.from('{"recordUid":{"not":"text"},"recordTimestamp":"soon","eventType":7}\n');
    case "oversize":
      return oversizeEvent();
    case "inflated":
      return gzipSync(oversizeEvent());
  }
}

/**
 * Half of the first line of JSON, so that it is one record that does not decode. Protobuf, gzip and aggregates lose
 * their last byte: cut between two fields, a protobuf message is a shorter one that does decode.
 */
function truncated(bytes: Uint8Array): Uint8Array {
  const isJson = bytes[0] === 0x7b;
  return bytes.subarray(0, isJson ? Math.ceil(bytes.indexOf(0x0a) / 2) : bytes.length - 1);
}

function oversizeEvent(): Uint8Array {
  const event = `{"recordUid":"oversize","recordTimestamp":1700000000000,"eventType":"DEVICE_ENTRY","padding":"`;
  return Buffer.from(`${event}${"x".repeat(OVERSIZE_BYTES - event.length - 2)}"}`);
}
