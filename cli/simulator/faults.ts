/** What happens to records on their way: repeats, disorder, and records nobody can use. */
import { type Random, randomFrom } from "./random.ts";
import type { EncodedRecord } from "./records.ts";

const damages = ["truncated", "garbage", "empty", "nested", "oversize", "no-record-uid", "wrong-type"] as const;

export interface SentRecord extends EncodedRecord {
  /** `undefined` for a record as it should be. A damaged one replaces nothing: its events come whole as well. */
  readonly fault?: "duplicate" | (typeof damages)[number];
}

const DUPLICATE_SHARE = 0.03;
const POISON_SHARE = 0.01;
/** A record is overtaken by at most this many others. */
const DISORDER_WINDOW = 50;
const OVERSIZE_BYTES = 1_048_577;

/** The records with repeats and poison between them, shuffled within a small window. Each says what was done to it. */
export function* withFaults(
  records: Iterable<EncodedRecord>,
  { seed }: { readonly seed: number },
): Generator<SentRecord> {
  const random = randomFrom(seed ^ 0xfa17);
  const window: SentRecord[] = [];
  const takeOne = () => window.splice(random.int(0, window.length - 1), 1)[0] as SentRecord;
  for (const record of records) {
    window.push(record);
    if (random.chance(DUPLICATE_SHARE)) window.push({ ...record, fault: "duplicate" });
    if (random.chance(POISON_SHARE)) window.push(poison(record, random));
    while (window.length > DISORDER_WINDOW) yield takeOne();
  }
  while (window.length > 0) yield takeOne();
}

function poison(record: EncodedRecord, random: Random): SentRecord {
  // A megabyte each: few of them say as much as many.
  const fault = random.pick(random.chance(0.05) ? damages : damages.filter((damage) => damage !== "oversize"));
  return { bytes: damagedBytes(fault, record, random), events: 1, fault };
}

function damagedBytes(fault: (typeof damages)[number], record: EncodedRecord, random: Random): Uint8Array {
  switch (fault) {
    case "truncated":
      return firstEvent(record).subarray(0, Math.max(2, Math.floor(firstEvent(record).length / 2)));
    case "garbage":
      return Buffer.from(Array.from({ length: random.int(1, 200) }, () => random.int(0x80, 0xff)));
    case "empty":
      return Buffer.from("\n");
    case "nested":
      return Buffer.from(`{"recordUid":"deep","payload":${"[".repeat(1_000)}${"]".repeat(1_000)}}\n`);
    case "oversize":
      return Buffer.alloc(OVERSIZE_BYTES, 0x20);
    case "no-record-uid":
      return Buffer.from('{"recordTimestamp":1700000000000,"eventType":"DEVICE_ENTRY"}\n');
    case "wrong-type":
      return Buffer.from('{"recordUid":{"not":"text"},"recordTimestamp":"soon","eventType":7}\n');
  }
}

/** The first line of JSON lines, so that a truncated record is one that does not decode and not two events. */
function firstEvent({ bytes }: EncodedRecord): Uint8Array {
  const end = bytes[0] === 0x7b ? bytes.indexOf(0x0a) : -1;
  return end === -1 ? bytes : bytes.subarray(0, end);
}
