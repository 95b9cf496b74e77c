/**
 * Records aggregated by the Kinesis Producer Library: magic bytes, a protobuf AggregatedRecord, its MD5.
 * Format: https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 * The MD5 is not checked: the pieces are decoded and validated one by one, and a broken one is dead-lettered alone.
 */
import { MAX_EVENTS, tooManyEvents } from "./budget.ts";
import { LENGTH_DELIMITED, readLength, readUint32, skipValue, type Wire, WireError, wireOver } from "./wire.ts";

const MAGIC = [0xf3, 0x89, 0x9a, 0xc2] as const;
const MD5_BYTES = 16;
/** AggregatedRecord.records and Record.data. */
const RECORDS = 3;
const DATA = 3;

export function isAggregated(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

/**
 * The payloads inside, in order. Throws `WireError` when the frame is cut or malformed, or holds nothing, and `OverBudget`
 * when it holds more than a record may hold events: a piece costs a letter at least, whatever is in it.
 */
export function deaggregate(bytes: Uint8Array): readonly Uint8Array[] {
  const end = bytes.length - MD5_BYTES;
  const wire = wireOver(bytes, "");
  wire.at = MAGIC.length;
  const payloads: Uint8Array[] = [];
  eachField(wire, end, RECORDS, (recordEnd) => {
    eachField(wire, recordEnd, DATA, (dataEnd) => {
      if (payloads.length === MAX_EVENTS) throw tooManyEvents();
      payloads.push(bytes.subarray(wire.at, dataEnd));
      wire.at = dataEnd;
    });
  });
  if (payloads.length === 0) throw new WireError("the aggregate holds no record");
  return payloads;
}

/** Walks a message and hands the end of each length-delimited field `number` to `visit`, which consumes it. */
function eachField(wire: Wire, end: number, number: number, visit: (end: number) => void): void {
  while (wire.at < end) {
    const tag = readUint32(wire, end);
    if (tag >>> 3 === number && (tag & 7) === LENGTH_DELIMITED) visit(readLength(wire, end));
    else skipValue(wire, tag & 7, end);
  }
}
