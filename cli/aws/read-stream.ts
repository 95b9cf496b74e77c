/** A span of time of a Kinesis stream, or what arrives from now on: every shard, and a shard's children after its own end. */
import { setTimeout as sleep } from "node:timers/promises";
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  type _Record as KinesisRecord,
  ListShardsCommand,
  type ListShardsCommandOutput,
  ProvisionedThroughputExceededException,
  type Shard,
} from "@aws-sdk/client-kinesis";
import type { ReadBatch, Span } from "../stage/transport.ts";
import { startable } from "./lineage.ts";

/** 5 reads a second per shard: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const READ_EVERY_MS = 250;
/** The consumers read, too, and a shard's 2 MB a second are for all: a quarter of what one call may take. */
const MAX_READ_RECORDS = 2_500;
/** Of whoever follows what arrives: as often as a function's poller does. */
const FOLLOW_EVERY_MS = 1_000;
/** A shard that came to be while the stream is followed has nothing older, whatever the clocks say. */
const SINCE_BEFORE_IT_WAS_MS = 3_600_000;

export interface StreamReading {
  readonly client: KinesisClient;
  readonly stream: string;
  /** `undefined`: from now on, until abort. */
  readonly span: Span | undefined;
  /** The shard waits until it is resolved. */
  readonly take: (batch: ReadBatch) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolved when all that arrived in the span was taken, or on abort. A span that is not over yet ends where the stream does. */
export async function readStream(reading: StreamReading): Promise<void> {
  const isFollowing = reading.span === undefined;
  let shards = await shardsOf(reading);
  const first = new Set(shards.map(({ ShardId }) => ShardId));
  const begun = new Set<string>();
  const finished = new Set<string>();
  // Nothing arrives any more in a shard that is closed.
  if (isFollowing)
    for (const { ShardId = "", SequenceNumberRange } of shards)
      if (SequenceNumberRange?.EndingSequenceNumber !== undefined) {
        begun.add(ShardId);
        finished.add(ShardId);
      }
  async function follow(): Promise<void> {
    const ids = startable(shards, finished).filter((id) => !begun.has(id));
    for (const id of ids) begun.add(id);
    await Promise.all(
      ids.map(async (id) => {
        await readShard(id, reading, !first.has(id));
        finished.add(id);
        if (reading.signal.aborted) return;
        // Its children were not there when the reading began.
        if (isFollowing) shards = await shardsOf(reading);
        await follow();
      }),
    );
  }
  await follow();
}

/** A page after the first is asked for by its token alone. */
async function shardsOf({ client, stream }: StreamReading): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let next: { readonly StreamName: string } | { readonly NextToken: string } | undefined = { StreamName: stream };
  while (next !== undefined) {
    const { Shards = [], NextToken }: ListShardsCommandOutput = await client.send(new ListShardsCommand(next));
    shards.push(...Shards);
    next = NextToken === undefined ? undefined : { NextToken };
  }
  return shards;
}

/** `isNew`: it came to be while the stream was followed. */
async function readShard(
  shardId: string,
  { client, stream, span, take, signal }: StreamReading,
  isNew: boolean,
): Promise<void> {
  const source = `${stream}/${shardId}`;
  let last: string | undefined;
  await take({ source, records: [] });
  let iterator = await openIterator();
  while (iterator !== undefined && !signal.aborted) {
    const readAtMs = Date.now();
    try {
      const {
        Records = [],
        NextShardIterator,
        MillisBehindLatest = 0,
      } = await client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: MAX_READ_RECORDS }), {
        abortSignal: signal,
      });
      const records = Records.map(sourceRecord).filter(
        ({ receivedAtMs }) => span === undefined || receivedAtMs < span.toMs,
      );
      if (records.length > 0) await take({ source, records });
      last = Records.at(-1)?.SequenceNumber ?? last;
      // Arrival is in order within a shard; and what comes after the reading began is the consumers' alone.
      if (span !== undefined && (records.length < Records.length || MillisBehindLatest === 0)) return;
      iterator = NextShardIterator;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ExpiredIteratorException) iterator = await openIterator();
      else if (!(error instanceof ProvisionedThroughputExceededException)) throw error;
    }
    const everyMs = span === undefined ? FOLLOW_EVERY_MS : READ_EVERY_MS;
    await sleep(Math.max(0, readAtMs + everyMs - Date.now()), undefined, { signal }).catch(() => {});
  }

  async function openIterator(): Promise<string | undefined> {
    const from =
      last === undefined
        ? begin()
        : ({ ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: last } as const);
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({ StreamName: stream, ShardId: shardId, ...from }),
    );
    return ShardIterator;
  }

  /** At its tip where it is followed: a time of this machine's clock that is ahead of AWS's would be refused. */
  function begin() {
    if (span === undefined && !isNew) return { ShardIteratorType: "LATEST" } as const;
    const fromMs = span?.fromMs ?? Date.now() - SINCE_BEFORE_IT_WAS_MS;
    return { ShardIteratorType: "AT_TIMESTAMP", Timestamp: new Date(fromMs) } as const;
  }
}

function sourceRecord({ SequenceNumber = "", Data = new Uint8Array(), ApproximateArrivalTimestamp }: KinesisRecord) {
  return {
    position: SequenceNumber,
    payload: Data,
    receivedAtMs: ApproximateArrivalTimestamp?.getTime() ?? Date.now(),
  };
}
