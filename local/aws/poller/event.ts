/**
 * Records of a shard → the event Lambda gives the function.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
import type { KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";

/** A record as read from the stream. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
}

/** Where records come from. */
export interface ShardSource {
  readonly streamArn: string;
  readonly shardId: string;
}

export function lambdaEvent(records: readonly StreamRecord[], source: ShardSource): KinesisStreamEvent {
  return { Records: records.map((record) => lambdaRecord(record, source)) };
}

function lambdaRecord(record: StreamRecord, { streamArn, shardId }: ShardSource): KinesisStreamRecord {
  const [, , , region = "", accountId = ""] = streamArn.split(":");
  return {
    kinesis: {
      kinesisSchemaVersion: "1.0",
      partitionKey: record.partitionKey,
      sequenceNumber: record.sequenceNumber,
      data: Buffer.from(record.data.buffer, record.data.byteOffset, record.data.byteLength).toString("base64"),
      approximateArrivalTimestamp: record.arrivedAtMs / 1_000,
    },
    eventSource: "aws:kinesis",
    eventVersion: "1.0",
    eventID: `${shardId}:${record.sequenceNumber}`,
    eventName: "aws:kinesis:record",
    invokeIdentityArn: `arn:aws:iam::${accountId}:role/local-processor`,
    awsRegion: region,
    eventSourceARN: streamArn,
  };
}

const ENVELOPE_BYTES = Buffer.byteLength(
  JSON.stringify(
    lambdaRecord(
      { sequenceNumber: "9".repeat(56), partitionKey: "", data: new Uint8Array(), arrivedAtMs: 1_700_000_000_001 },
      {
        streamArn: `arn:aws:kinesis:xx-xxxxxxxxx-1:000000000000:stream/${"x".repeat(32)}`,
        shardId: "shardId-000000000000",
      },
    ),
  ),
);

/** What a record takes of the payload: its bytes in base64 and what is put around them. */
export function payloadBytes({ data, partitionKey }: StreamRecord): number {
  return Math.ceil(data.length / 3) * 4 + Buffer.byteLength(partitionKey) + ENVELOPE_BYTES;
}
