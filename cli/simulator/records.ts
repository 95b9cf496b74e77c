/** Events as transport messages, in every way Cisco might put them there. */
import { gzipSync } from "node:zlib";
import { protobufEncoder } from "../encode-protobuf.ts";
import type { SpacesEvent } from "./event.ts";
import { aggregate } from "./kpl-aggregate.ts";
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

/** Only of mixed records. */
const SHARE_OF_GROUPS = 0.05;
const SHARE_OF_GZIP = 0.05;
const SHARE_OF_AGGREGATES = 0.3;
const LARGEST_GROUP_EVENTS = 5;

/**
 * One record per event (JSON ended by a newline, or one protobuf message), or fewer when mixed. Events that the public
 * protobuf contract cannot express stay JSON.
 */
export function* encodeRecords(
  events: Iterable<SpacesEvent>,
  { encoding, seed }: EncodeOptions,
): Generator<EncodedRecord> {
  const { encode, canEncode } = protobufEncoder();
  const json = (event: SpacesEvent) => Buffer.from(`${JSON.stringify(event)}\n`);
  const binary = (event: SpacesEvent) => (canEncode(event) ? encode(event) : json(event));
  switch (encoding) {
    case "json":
      for (const event of events) yield { bytes: json(event), events: 1 };
      return;
    case "protobuf":
      for (const event of events) yield { bytes: binary(event), events: 1 };
      return;
    case "mixed": {
      const random = randomFrom(seed ^ 0x5eed);
      const either = (event: SpacesEvent) => (random.chance(0.5) ? binary(event) : json(event));
      for (const group of groups(events, random)) {
        yield { bytes: mixedBytes(group, json, either, random), events: group.length };
      }
      return;
    }
  }
}

type Encode = (event: SpacesEvent) => Uint8Array;

function mixedBytes(group: readonly SpacesEvent[], json: Encode, either: Encode, random: Random): Uint8Array {
  const [first, ...others] = group;
  if (first === undefined) throw new RangeError("A record holds at least one event");
  const isAggregate = others.length > 0 && random.chance(SHARE_OF_AGGREGATES);
  if (isAggregate) return aggregate(group.map(either));
  const bytes = others.length > 0 ? Buffer.concat(group.map(json)) : either(first);
  return random.chance(SHARE_OF_GZIP) ? gzipSync(bytes) : bytes;
}

function* groups(events: Iterable<SpacesEvent>, random: Random): Generator<readonly SpacesEvent[]> {
  let group: SpacesEvent[] = [];
  let size = 1;
  for (const event of events) {
    group.push(event);
    if (group.length < size) continue;
    yield group;
    group = [];
    size = random.chance(SHARE_OF_GROUPS) ? 2 + random.below(LARGEST_GROUP_EVENTS - 1) : 1;
  }
  if (group.length > 0) yield group;
}
