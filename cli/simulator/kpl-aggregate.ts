/** What the Kinesis Producer Library makes of several payloads: magic bytes, AggregatedRecord, MD5. */
import { createHash } from "node:crypto";
import protobuf from "protobufjs";

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
/** https://github.com/awslabs/amazon-kinesis-producer/blob/master/aggregation-format.md */
const aggregatedRecord = protobuf
  .parse(`
    syntax = "proto2";
    message Record {
      required uint64 partition_key_index = 1;
      optional uint64 explicit_hash_key_index = 2;
      required bytes data = 3;
    }
    message AggregatedRecord {
      repeated string partition_key_table = 1;
      repeated string explicit_hash_key_table = 2;
      repeated Record records = 3;
    }
  `)
  .root.lookupType("AggregatedRecord");

export function aggregate(payloads: readonly Uint8Array[]): Uint8Array {
  const records = payloads.map((data) => ({ partitionKeyIndex: 0, data }));
  const message = aggregatedRecord.fromObject({ partitionKeyTable: ["simulation"], records });
  const body = aggregatedRecord.encode(message).finish();
  return Buffer.concat([MAGIC, body, createHash("md5").update(body).digest()]);
}
