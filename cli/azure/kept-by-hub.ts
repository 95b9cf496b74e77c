/** How far back a hub goes, as its partitions tell it: the number and the time of the oldest event of each. */
import { type EventHubConsumerClient, earliestEventPosition } from "@azure/event-hubs";
import { keptOfAll, type ShardKept } from "../stage/kept-of-all.ts";
import type { Kept } from "../stage/transport.ts";
import { isRetryable } from "./retryable.ts";

export async function keptByHub(connect: () => EventHubConsumerClient): Promise<Kept> {
  const consumer = connect();
  try {
    const ids = await consumer.getPartitionIds();
    return keptOfAll(await Promise.all(ids.map((id) => keptByPartition(consumer, id))));
  } finally {
    await consumer.close();
  }
}

/** Numbers begin at 0. */
async function keptByPartition(consumer: EventHubConsumerClient, id: string): Promise<ShardKept> {
  const { beginningSequenceNumber, lastEnqueuedOnUtc, isEmpty } = await consumer.getPartitionProperties(id);
  const letGo = Math.max(0, beginningSequenceNumber);
  if (letGo === 0) return { oldestMs: 0, letGo };
  return { oldestMs: isEmpty ? lastEnqueuedOnUtc.getTime() : await oldestMs(consumer, id), letGo };
}

async function oldestMs(consumer: EventHubConsumerClient, id: string): Promise<number> {
  const oldest = Promise.withResolvers<number>();
  const subscription = consumer.subscribe(
    id,
    {
      async processEvents([first]) {
        if (first !== undefined) oldest.resolve(first.enqueuedTimeUtc.getTime());
      },
      // The client comes back by itself from what passes.
      async processError(error) {
        if (!isRetryable(error)) oldest.reject(error);
      },
    },
    { startPosition: earliestEventPosition, maxBatchSize: 1, prefetchCount: 1, skipParsingBodyAsJson: true },
  );
  try {
    return await oldest.promise;
  } finally {
    await subscription.close();
  }
}
