/**
 * Kinesis' calls that move data, over `ShardLog`. Kinesalite keeps the rest: streams, shards, splitting, validation.
 * Its own ones do arithmetic on 128-bit decimals for each record and never let go of one.
 */
import { createHash } from "node:crypto";
import { clientError } from "kinesalite/db/index.js";
import { defaultLimits, newShardLog, type ShardLog } from "./shard-log.ts";

/** What kinesalite gives an action, as far as it is used here. */
interface Store {
  getStream(name: string, callback: (error: Error | null, stream: Stream) => void): void;
}

interface Stream {
  readonly Shards: readonly Shard[];
}

interface Shard {
  readonly ShardId: string;
  readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
  readonly SequenceNumberRange: { readonly StartingSequenceNumber: string; readonly EndingSequenceNumber?: string };
}

type Callback = (error: Error | null, answer?: object) => void;
type Action = (store: Store, data: Call, callback: Callback) => void;

interface Call {
  readonly StreamName: string;
  readonly ShardId: string;
  readonly ShardIterator: string;
  readonly ShardIteratorType: string;
  readonly StartingSequenceNumber?: string;
  /** Epoch seconds. */
  readonly Timestamp?: number;
  readonly Limit?: number;
  readonly Records: readonly PutEntry[];
}

interface PutEntry {
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
  readonly Data: string;
}

const MAX_READ_RECORDS = 10_000;
const THROTTLED = "ProvisionedThroughputExceededException";

type DataCalls = Readonly<Record<"putRecord" | "putRecords" | "getShardIterator" | "getRecords", Action>>;

/** `consumers` read every record of every stream. */
export function dataCalls(consumers: number): DataCalls {
  const logs = new Map<string, ShardLog>();

  function logOf(streamName: string, { ShardId, SequenceNumberRange }: Shard): ShardLog {
    const key = `${streamName}/${ShardId}/${SequenceNumberRange.StartingSequenceNumber}`;
    let log = logs.get(key);
    if (log === undefined) {
      log = newShardLog(SequenceNumberRange.StartingSequenceNumber, { ...defaultLimits, consumers });
      logs.set(key, log);
    }
    return log;
  }

  function put(streamName: string, { Shards }: Stream, entry: PutEntry) {
    const hash = BigInt(entry.ExplicitHashKey ?? `0x${createHash("md5").update(entry.PartitionKey).digest("hex")}`);
    const shard = Shards.find(
      ({ HashKeyRange, SequenceNumberRange }) =>
        SequenceNumberRange.EndingSequenceNumber === undefined &&
        hash >= BigInt(HashKeyRange.StartingHashKey) &&
        hash <= BigInt(HashKeyRange.EndingHashKey),
    );
    if (shard === undefined) throw clientError("InvalidArgumentException", "Invalid ExplicitHashKey.");
    const SequenceNumber = logOf(streamName, shard).append(entry.PartitionKey, entry.Data, Date.now());
    return { ShardId: shard.ShardId, SequenceNumber };
  }

  return {
    putRecord: overStream((data, stream) => {
      const { ShardId, SequenceNumber } = put(data.StreamName, stream, data as unknown as PutEntry);
      if (SequenceNumber === undefined) throw clientError(THROTTLED, `Rate exceeded for shard ${ShardId}.`);
      return { ShardId, SequenceNumber };
    }),
    putRecords: overStream(({ StreamName, Records }, stream) => {
      const answers = Records.map((entry) => {
        const { ShardId, SequenceNumber } = put(StreamName, stream, entry);
        if (SequenceNumber !== undefined) return { ShardId, SequenceNumber };
        return { ErrorCode: THROTTLED, ErrorMessage: `Rate exceeded for shard ${ShardId}.` };
      });
      return { FailedRecordCount: answers.filter((answer) => "ErrorCode" in answer).length, Records: answers };
    }),
    getShardIterator: overStream((data, { Shards }) => {
      const shard = Shards.find(({ ShardId }) => ShardId === data.ShardId);
      if (shard === undefined) throw noShard(data.ShardId, data.StreamName);
      const place = startOf(logOf(data.StreamName, shard), data);
      // The functions' pollers begin at the horizon; whoever begins elsewhere only looks.
      const isVisitor = data.ShardIteratorType === "AT_TIMESTAMP" || data.ShardIteratorType === "LATEST";
      return { ShardIterator: iteratorText({ streamName: data.StreamName, shardId: data.ShardId, place, isVisitor }) };
    }),
    getRecords(store, { ShardIterator, Limit = MAX_READ_RECORDS }, callback) {
      const from = iteratorOf(ShardIterator);
      if (from === undefined) return callback(clientError("InvalidArgumentException", "Invalid ShardIterator."));
      return overStream((_, { Shards }) => {
        const shard = Shards.find(({ ShardId }) => ShardId === from.shardId);
        if (shard === undefined) throw noShard(from.shardId, from.streamName);
        const log = logOf(from.streamName, shard);
        const { records, next } = log.read(from.place, Limit, from.isVisitor);
        const isOver = next === log.end() && shard.SequenceNumberRange.EndingSequenceNumber !== undefined;
        const newest = records.at(-1);
        return {
          MillisBehindLatest:
            next === log.end() || newest === undefined ? 0 : Math.max(0, Date.now() - newest.arrivedAtMs),
          ...(!isOver && { NextShardIterator: iteratorText({ ...from, place: next }) }),
          Records: records.map(({ sequenceNumber, partitionKey, data, arrivedAtMs }) => ({
            SequenceNumber: sequenceNumber,
            PartitionKey: partitionKey,
            Data: data,
            ApproximateArrivalTimestamp: arrivedAtMs / 1_000,
          })),
        };
      })(store, { ...({} as Call), StreamName: from.streamName }, callback);
    },
  };
}

/** An action that needs the stream as it is now. */
function overStream(answer: (data: Call, stream: Stream) => object): Action {
  return (store, data, callback) =>
    store.getStream(data.StreamName, (error, stream) => {
      if (error) return callback(error);
      let result: object;
      try {
        result = answer(data, stream);
      } catch (refusal) {
        return callback(refusal as Error);
      }
      callback(null, result);
    });
}

function startOf(log: ShardLog, { ShardIteratorType, StartingSequenceNumber = "", Timestamp = 0 }: Call): number {
  switch (ShardIteratorType) {
    case "LATEST":
      return log.end();
    case "AT_TIMESTAMP":
      return log.placeOf(({ arrivedAtMs }) => arrivedAtMs >= Timestamp * 1_000);
    case "AT_SEQUENCE_NUMBER":
      return log.placeOf(({ sequenceNumber }) => sequenceNumber >= StartingSequenceNumber);
    case "AFTER_SEQUENCE_NUMBER":
      return log.placeOf(({ sequenceNumber }) => sequenceNumber > StartingSequenceNumber);
    default:
      return log.oldest();
  }
}

function noShard(shardId: string, streamName: string): Error {
  return clientError("ResourceNotFoundException", `Shard ${shardId} in stream ${streamName} does not exist`);
}

interface Iterator {
  readonly streamName: string;
  readonly shardId: string;
  readonly place: number;
  /** Of somebody who reads a span of time and is none of the consumers that records are kept for. */
  readonly isVisitor: boolean;
}

function iteratorText(iterator: Iterator): string {
  return Buffer.from(JSON.stringify(iterator)).toString("base64");
}

function iteratorOf(text: string): Iterator | undefined {
  try {
    const {
      streamName,
      shardId,
      place,
      isVisitor = false,
    } = JSON.parse(Buffer.from(text, "base64").toString()) as Partial<Iterator>;
    return streamName !== undefined && shardId !== undefined && Number.isInteger(place)
      ? { streamName, shardId, place: place as number, isVisitor }
      : undefined;
  } catch {
    return undefined;
  }
}
