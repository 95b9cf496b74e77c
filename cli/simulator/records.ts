/** Events as transport messages, in every way Cisco might put them there. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import protobuf from "protobufjs";
import { protobufEncoder } from "../encode-protobuf.ts";
import type { SpacesEvent } from "./event.ts";
import { type Random, randomFrom } from "./random.ts";

export const recordEncodings = ["json", "protobuf", "mixed"] as const;

/** `mixed`: JSON lines and protobuf, now and then several events in a record, gzip, or a KPL aggregate. */
export type RecordEncoding = (typeof recordEncodings)[number];

export interface EncodedRecord {
  readonly bytes: Uint8Array;
  /** How many events it holds. */
  readonly events: number;
}

export interface EncodeOptions {
  readonly encoding: RecordEncoding;
  readonly seed: number;
}

/** One record per event (JSON ended by a newline, or one protobuf message), or fewer when mixed. v2.0 types are always JSON. */
export function* encodeRecords(
  events: Iterable<SpacesEvent>,
  { encoding, seed }: EncodeOptions,
): Generator<EncodedRecord> {
  const random = randomFrom(seed ^ 0x5eed);
  const encoder = protobufEncoder();
  const json = (event: SpacesEvent) => Buffer.from(`${JSON.stringify(event)}\n`);
  const binary = (event: SpacesEvent) => (encoder.canEncode(event) ? encoder.encode(event) : json(event));
  const either = (event: SpacesEvent) => (random.chance(0.5) ? binary(event) : json(event));
  if (encoding === "json") for (const event of events) yield { bytes: json(event), events: 1 };
  else if (encoding === "protobuf") for (const event of events) yield { bytes: binary(event), events: 1 };
  else {
    for (const group of groups(events, random)) {
      if (group.length === 1) {
        const bytes = either(group[0] as SpacesEvent);
        yield { bytes: random.chance(0.05) ? gzipSync(bytes) : bytes, events: 1 };
      } else if (random.chance(0.3)) yield { bytes: aggregate(group.map(either)), events: group.length };
      else yield { bytes: Buffer.concat(group.map(json)), events: group.length };
    }
  }
}

/** Mostly one event at a time, sometimes up to five. */
function* groups(events: Iterable<SpacesEvent>, random: Random): Generator<readonly SpacesEvent[]> {
  let group: SpacesEvent[] = [];
  let size = 1;
  for (const event of events) {
    group.push(event);
    if (group.length < size) continue;
    yield group;
    group = [];
    size = random.chance(0.05) ? random.int(2, 5) : 1;
  }
  if (group.length > 0) yield group;
}

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const { root } = protobuf.parse(`
  syntax = "proto2";
  message Record { required uint64 partition_key_index = 1; required bytes data = 3; }
  message AggregatedRecord { repeated string partition_key_table = 1; repeated Record records = 3; }
`);
const aggregatedRecord = root.lookupType("AggregatedRecord");

/**
 * What the Kinesis Producer Library makes of several payloads: magic, AggregatedRecord, MD5.
 * https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md
 */
export function aggregate(payloads: readonly Uint8Array[]): Uint8Array {
  const records = payloads.map((data) => ({ partitionKeyIndex: 0, data }));
  const body = aggregatedRecord
    .encode(aggregatedRecord.fromObject({ partitionKeyTable: ["simulation"], records }))
    .finish();
  return Buffer.concat([MAGIC, body, createHash("md5").update(body).digest()]);
}
