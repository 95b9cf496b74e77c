/**
 * A span of time of an event hub, by enqueued times, or what arrives from now on: every partition, beside the functions and
 * without taking anything from them.
 */
import {
  type EventHubConsumerClient,
  type EventPosition,
  earliestEventPosition,
  type PartitionProperties,
  type ReceivedEventData,
} from "@azure/event-hubs";
import { bytesOf } from "../../azure/event-hubs/body.ts";
import type { SourceRecord } from "../../shared/outcome.ts";
import type { ReadBatch, Span } from "../stage/transport.ts";
import { isRetryable } from "./retryable.ts";

/**
 * The group every hub has, which no function reads. A reader without an owner level takes no partition from another;
 * five may read at once: https://learn.microsoft.com/azure/event-hubs/event-hubs-features#consumer-groups
 */
export const READER_GROUP = "$Default";
const MAX_READ_EVENTS = 500;
const WAIT_SECONDS = 5;

export interface HubReading {
  /** A client of its own: one reads a partition but once at a time. */
  readonly connect: () => EventHubConsumerClient;
  /** `undefined`: from now on, until abort. */
  readonly span: Span | undefined;
  /** The partition waits until it is resolved. */
  readonly take: (batch: ReadBatch) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolved when all that arrived in the span was taken, or on abort. A span that is not over yet ends where the hub does. */
export async function readHub({ connect, ...reading }: HubReading): Promise<void> {
  const consumer = connect();
  try {
    await readPartitions({ ...reading, consumer });
  } finally {
    await consumer.close();
  }
}

interface Reading extends Omit<HubReading, "connect"> {
  readonly consumer: EventHubConsumerClient;
}

async function readPartitions({ signal, ...reading }: Reading): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const partitions = await reading.consumer.getPartitionIds();
  const reads = await Promise.allSettled(
    partitions.map((id) =>
      readPartition(id, { ...reading, signal: either }).catch((error: unknown) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  for (const read of reads) if (read.status === "rejected") throw read.reason;
}

async function readPartition(id: string, { consumer, span, take, signal }: Reading): Promise<void> {
  const source = `${consumer.eventHubName}/${id}`;
  await take({ source, records: [] });
  const properties = await consumer.getPartitionProperties(id);
  if (signal.aborted || (span !== undefined && isBefore(properties, span))) return;
  const done = Promise.withResolvers<void>();
  const stop = () => done.resolve();
  signal.addEventListener("abort", stop);
  let isOver = false;
  const subscription = consumer.subscribe(
    id,
    {
      async processEvents(events) {
        const last = events.at(-1);
        if (isOver || last === undefined || signal.aborted) return;
        try {
          const records = events.map((event) => sourceRecord(id, event)).filter((record) => isIn(span, record));
          if (records.length > 0) await take({ source, records });
        } catch (error) {
          done.reject(error);
        }
        // What comes after the reading began is the functions' alone.
        isOver =
          span !== undefined &&
          (last.sequenceNumber >= properties.lastEnqueuedSequenceNumber || last.enqueuedTimeUtc.getTime() >= span.toMs);
        if (isOver) done.resolve();
      },
      // The client comes back by itself from what passes.
      async processError(error) {
        if (!isRetryable(error)) done.reject(error);
      },
    },
    {
      startPosition: span === undefined ? tipOf(properties) : { enqueuedOn: span.fromMs - 1 },
      // The bytes as they are.
      skipParsingBodyAsJson: true,
      maxBatchSize: MAX_READ_EVENTS,
      maxWaitTimeInSeconds: WAIT_SECONDS,
    },
  );
  try {
    await done.promise;
  } finally {
    signal.removeEventListener("abort", stop);
    await subscription.close();
  }
}

function isBefore({ isEmpty, lastEnqueuedOnUtc }: PartitionProperties, { fromMs }: Span): boolean {
  return isEmpty || lastEnqueuedOnUtc.getTime() < fromMs;
}

/** By its number: a link that is opened again before anything came would begin at another latest. */
function tipOf({ isEmpty, lastEnqueuedSequenceNumber }: PartitionProperties): EventPosition {
  return isEmpty ? earliestEventPosition : { sequenceNumber: lastEnqueuedSequenceNumber, isInclusive: false };
}

/** Named as the functions name it. */
function sourceRecord(partitionId: string, event: ReceivedEventData): SourceRecord {
  return {
    position: `${partitionId}_${event.sequenceNumber}`,
    payload: bytesOf(event.body),
    receivedAtMs: event.enqueuedTimeUtc.getTime(),
  };
}

function isIn(span: Span | undefined, { receivedAtMs }: SourceRecord): boolean {
  return span === undefined || (receivedAtMs >= span.fromMs && receivedAtMs < span.toMs);
}
