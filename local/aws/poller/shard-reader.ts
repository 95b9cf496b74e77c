/** Reads one shard from its oldest record, at the pace a shard allows. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
} from "@aws-sdk/client-kinesis";
import type { StreamRecord } from "./event.ts";

/** 5 reads a second per shard: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const READ_EVERY_MS = 200;
/** Of one read: five times that a second is more than a machine processes, and what is read takes memory. */
const MAX_READ_RECORDS = 2_000;

export interface ShardReaderOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly shardId: string;
  readonly take: (records: readonly StreamRecord[]) => void;
  /** Resolved when there is room for more. */
  readonly ready: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolved when the shard was closed (split or merged) and read to its end, or on abort. */
export async function readShard({
  client,
  streamName,
  shardId,
  take,
  ready,
  signal,
}: ShardReaderOptions): Promise<void> {
  let lastSequenceNumber: string | undefined;
  let iterator = await openIterator();
  while (iterator !== undefined && !signal.aborted) {
    const readAtMs = Date.now();
    try {
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator, Limit: MAX_READ_RECORDS }),
        { abortSignal: signal },
      );
      lastSequenceNumber = Records.at(-1)?.SequenceNumber ?? lastSequenceNumber;
      take(Records.map(streamRecord));
      iterator = NextShardIterator;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ExpiredIteratorException)) throw error;
      iterator = await openIterator();
    }
    await ready();
    await sleep(Math.max(0, readAtMs + READ_EVERY_MS - Date.now()), undefined, { signal }).catch(() => {});
  }

  async function openIterator(): Promise<string | undefined> {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: shardId,
        ...(lastSequenceNumber === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: lastSequenceNumber }),
      }),
    );
    return ShardIterator;
  }
}

function streamRecord(record: KinesisRecord): StreamRecord {
  return {
    sequenceNumber: record.SequenceNumber ?? "",
    partitionKey: record.PartitionKey ?? "",
    data: record.Data ?? new Uint8Array(),
    arrivedAtMs: record.ApproximateArrivalTimestamp?.getTime() ?? Date.now(),
  };
}
