/** Puts records into the stream as Cisco's producer would: PutRecords, what was not taken again. And into Data Firehose. */
import { setTimeout as sleep } from "node:timers/promises";
import { type KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { EncodedRecord } from "../../cli/simulator/records.ts";
import type { Push } from "../cloud.ts";
import type { LakeChannel } from "./lake-channel.ts";
import { STREAM } from "./names.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MAX_CALL_RECORDS = 500;
const MAX_CALL_BYTES = 5 * 1024 * 1024;
const PARTITION_KEY_BYTES = 12;
/** Where the stream is told to take so much: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const MAX_RECORD_BYTES = 10 * 1024 * 1024;
const RETRY_MS = 100;

export function awsPush(client: KinesisClient, lake: Pick<LakeChannel, "put" | "progress">): Push {
  let nextKey = 0;

  async function putRecords(records: readonly EncodedRecord[], signal: AbortSignal): Promise<readonly string[]> {
    const positions: string[] = [];
    let left = records.map((record, index) => ({
      index,
      Data: record.bytes,
      PartitionKey: `key-${(nextKey++).toString(36).padStart(8, "0")}`,
    }));
    while (left.length > 0 && !signal.aborted) {
      const { Records = [] } = await client.send(
        new PutRecordsCommand({
          StreamName: STREAM,
          Records: left.map(({ Data, PartitionKey }) => ({ Data, PartitionKey })),
        }),
      );
      const refused: typeof left = [];
      for (const [place, record] of left.entries()) {
        const position = Records[place]?.SequenceNumber;
        if (position === undefined) refused.push(record);
        else positions[record.index] = position;
      }
      left = refused;
      if (left.length > 0) await sleep(RETRY_MS);
    }
    return left.length === 0 ? positions : [];
  }

  return {
    maxCallRecords: MAX_CALL_RECORDS,
    maxRecordBytes: MAX_RECORD_BYTES,
    maxCallBytes: MAX_CALL_BYTES - MAX_CALL_RECORDS * PARTITION_KEY_BYTES,
    async put(records, signal) {
      const [positions] = await Promise.all([putRecords(records, signal), lake.put(records)]);
      lake.progress.pushed(positions.length);
      return positions;
    },
  };
}
