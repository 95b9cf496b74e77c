/** The delivery stream Cisco puts into, for a command. What it delivered cannot be read again from it. */
import { type FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import { apart } from "../stage/apart.ts";
import type { Transport } from "../stage/transport.ts";
import { refusalOf } from "./refusal.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MAX_CALL_RECORDS = 500;
const MAX_CALL_BYTES = 4 * 1024 * 1024;
const MAX_RECORD_BYTES = 1_000 * 1024;

/** The transform is given other ids than a put is answered with, so that no position is told. */
export function firehoseTransport(client: FirehoseClient, stream: string): Transport {
  return {
    channel: "firehose",
    maxCallRecords: MAX_CALL_RECORDS,
    maxCallBytes: MAX_CALL_BYTES,
    maxRecordBytes: MAX_RECORD_BYTES,
    put: apart(async (records) => {
      const { RequestResponses = [] } = await client.send(
        new PutRecordBatchCommand({ DeliveryStreamName: stream, Records: records.map((Data) => ({ Data })) }),
      );
      return records.map((_, index) => {
        const { RecordId, ErrorCode = "no answer" } = RequestResponses[index] ?? {};
        return RecordId === undefined ? { refused: ErrorCode } : {};
      });
    }, refusalOf),
  };
}
