/** A span of time of an event hub: every partition by its enqueued times, beside the functions and without taking anything from them. */
import type { EventHubConsumerClient, ReceivedEventData } from "@azure/event-hubs";
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
  readonly consumer: EventHubConsumerClient;
  readonly span: Span;
  /** The partition waits until it is resolved. */
  readonly take: (batch: ReadBatch) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Resolved when all that arrived in the span was taken, or on abort. A span that is not over yet ends where the hub does. */
export async function readHub({ signal, ...reading }: HubReading): Promise<void> {
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

async function readPartition(id: string, { consumer, span, take, signal }: HubReading): Promise<void> {
  const source = `${consumer.eventHubName}/${id}`;
  await take({ source, records: [] });
  const { isEmpty, lastEnqueuedSequenceNumber, lastEnqueuedOnUtc } = await consumer.getPartitionProperties(id);
  if (isEmpty || lastEnqueuedOnUtc.getTime() < span.fromMs || signal.aborted) return;
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
        isOver = last.sequenceNumber >= lastEnqueuedSequenceNumber || last.enqueuedTimeUtc.getTime() >= span.toMs;
        if (isOver) done.resolve();
      },
      // The client comes back by itself from what passes.
      async processError(error) {
        if (!isRetryable(error)) done.reject(error);
      },
    },
    {
      // Enqueued after it.
      startPosition: { enqueuedOn: span.fromMs - 1 },
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

/** Named as the functions name it. */
function sourceRecord(partitionId: string, event: ReceivedEventData): SourceRecord {
  return {
    position: `${partitionId}_${event.sequenceNumber}`,
    payload: bytesOf(event.body),
    receivedAtMs: event.enqueuedTimeUtc.getTime(),
  };
}

function isIn({ fromMs, toMs }: Span, { receivedAtMs }: SourceRecord): boolean {
  return receivedAtMs >= fromMs && receivedAtMs < toMs;
}
