/** Puts records into the stream as Cisco's producer would: PutRecords, what was not taken again. */
import { setTimeout as sleep } from "node:timers/promises";
import { type KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import type { EncodedRecord } from "../../cli/simulator/records.ts";

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MAX_CALL_RECORDS = 500;
const MAX_CALL_BYTES = 5 * 1024 * 1024;
const RETRY_MS = 100;
/** A call at least this often, so that a low rate is steady. */
const CALLS_PER_SECOND = 10;

export interface PusherOptions {
  readonly client: KinesisClient;
  readonly streamName: string;
  readonly records: AsyncIterable<EncodedRecord> | Iterable<EncodedRecord>;
  /** Events a second; absent: whenever `ready` says so. */
  readonly rate: number | undefined;
  /** Resolved when more may be pushed. */
  readonly ready: () => Promise<void>;
  /** The stream has the record. */
  readonly pushed: (sequenceNumber: string, record: EncodedRecord) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolved when every record is in the stream, or on abort. */
export async function push(options: PusherOptions): Promise<void> {
  const { records, rate, ready, signal } = options;
  const maxEvents =
    rate === undefined ? MAX_CALL_RECORDS : Math.min(MAX_CALL_RECORDS, Math.ceil(rate / CALLS_PER_SECOND));
  const startedAtMs = Date.now();
  let waiting: EncodedRecord[] = [];
  let [bytes, events, pushedEvents] = [0, 0, 0];
  for await (const record of records) {
    if (waiting.length > 0 && (events + record.events > maxEvents || bytes + record.bytes.length > MAX_CALL_BYTES))
      await putWaiting();
    if (signal.aborted) return;
    waiting.push(record);
    bytes += record.bytes.length + PARTITION_KEY_BYTES;
    events += record.events;
  }
  if (waiting.length > 0) await putWaiting();

  async function putWaiting(): Promise<void> {
    const dueAtMs = rate === undefined ? 0 : startedAtMs + (pushedEvents / rate) * 1_000;
    await sleep(Math.max(0, dueAtMs - Date.now()), undefined, { signal }).catch(() => {});
    await ready();
    await put(waiting, options);
    pushedEvents += events;
    waiting = [];
    bytes = 0;
    events = 0;
  }
}

const PARTITION_KEY_BYTES = 12;
let nextKey = 0;

async function put(records: readonly EncodedRecord[], options: PusherOptions): Promise<void> {
  const { client, streamName, pushed, signal } = options;
  let left = records.map((record) => ({ record, key: `key-${(nextKey++).toString(36).padStart(8, "0")}` }));
  while (left.length > 0 && !signal.aborted) {
    const { Records = [] } = await client.send(
      new PutRecordsCommand({
        StreamName: streamName,
        Records: left.map(({ record, key }) => ({ Data: record.bytes, PartitionKey: key })),
      }),
    );
    const refused: typeof left = [];
    for (const [index, put] of left.entries()) {
      const sequenceNumber = Records[index]?.SequenceNumber;
      if (sequenceNumber === undefined) refused.push(put);
      else await pushed(sequenceNumber, put.record);
    }
    left = refused;
    if (left.length > 0) await sleep(RETRY_MS);
  }
}
