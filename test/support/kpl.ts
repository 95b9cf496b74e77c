/** A KPL aggregate of payloads: magic, AggregatedRecord, MD5. */
import { createHash } from "node:crypto";
import protobuf from "protobufjs";

const { root } = protobuf.parse(`
  syntax = "proto2";
  message Record { required uint64 partition_key_index = 1; required bytes data = 3; }
  message AggregatedRecord { repeated string partition_key_table = 1; repeated Record records = 3; }
`);
const aggregatedRecord = root.lookupType("AggregatedRecord");

export function aggregateOf(payloads: readonly Uint8Array[]): Uint8Array {
  const records = payloads.map((data) => ({ partitionKeyIndex: 0, data }));
  const body = aggregatedRecord.encode(aggregatedRecord.fromObject({ partitionKeyTable: ["key"], records })).finish();
  return Buffer.concat([Buffer.from([0xf3, 0x89, 0x9a, 0xc2]), body, createHash("md5").update(body).digest()]);
}
