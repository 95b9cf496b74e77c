/** The Kinesis stream Cisco puts into, for a command. */
import { randomUUID } from "node:crypto";
import { DescribeStreamSummaryCommand, type KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { apart } from "../stage/apart.ts";
import type { Kept, Transport } from "../stage/transport.ts";
import { readStream } from "./read-stream.ts";
import { refusalOf } from "./refusal.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MAX_CALL_RECORDS = 500;
/** The call takes 10 MiB, keys included; half of it is what every Region has taken for years. */
const MAX_CALL_BYTES = 5 * 1024 * 1024;
/** The most a stream can be told to take: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MAX_RECORD_BYTES = 10 * 1024 * 1024 - 64;

const HOUR_MS = 3_600_000;

/** Random keys: one key would be one shard, however many there are. */
export function kinesisTransport(
  client: KinesisClient,
  stream: string,
  kept: (client: KinesisClient, stream: string) => Promise<Kept> = keptByRetention,
): Transport {
  return {
    channel: "kinesis",
    maxCallRecords: MAX_CALL_RECORDS,
    maxCallBytes: MAX_CALL_BYTES,
    maxRecordBytes: MAX_RECORD_BYTES,
    put: apart(async (records) => {
      const { Records = [] } = await client.send(
        new PutRecordsCommand({
          StreamName: stream,
          Records: records.map((Data) => ({ Data, PartitionKey: randomUUID() })),
        }),
      );
      return records.map((_, index) => {
        const { SequenceNumber, ErrorCode = "no answer" } = Records[index] ?? {};
        return SequenceNumber === undefined ? { refused: ErrorCode } : { position: SequenceNumber };
      });
    }, refusalOf),
    read: (span, take, signal) => readStream({ client, stream, span, take, signal }),
    follow: (take, signal) => readStream({ client, stream, span: undefined, take, signal }),
    kept: () => kept(client, stream),
  };
}

async function keptByRetention(client: KinesisClient, stream: string): Promise<Kept> {
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName: stream }));
  return { sinceMs: Date.now() - (StreamDescriptionSummary?.RetentionPeriodHours ?? 0) * HOUR_MS };
}
