/** The embedded Event Hubs, asked with the real clients. */

import {
  EventHubConsumerClient,
  EventHubProducerClient,
  earliestEventPosition,
  type ReceivedEventData,
} from "@azure/event-hubs";
import { BlobCheckpointStore } from "@azure/eventhubs-checkpointstore-blob";
import { BlobServiceClient } from "@azure/storage-blob";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAzurite } from "../../../local/azure/azurite.ts";
import { type EventHubs, startEventHubs } from "../../../local/azure/event-hubs/server.ts";

let hubs: EventHubs;
let producer: EventHubProducerClient;
const open: { close(): Promise<void> }[] = [];
const PARTITIONS = 4;

beforeAll(async () => {
  hubs = await startEventHubs({ hub: "spaces", partitions: PARTITIONS });
  producer = new EventHubProducerClient(hubs.connectionString);
  open.push(producer);
});
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  await hubs.close();
});

function consumer(group = "$Default", store?: BlobCheckpointStore): EventHubConsumerClient {
  const options = { loadBalancingOptions: { updateIntervalInMs: 200, strategy: "greedy" as const } };
  const client =
    store === undefined
      ? new EventHubConsumerClient(group, hubs.connectionString)
      : new EventHubConsumerClient(group, hubs.connectionString, store, options);
  open.push(client);
  return client;
}

/** Events of one partition from a position on, until there are so many. */
async function read(
  partitionId: string,
  count: number,
  startPosition: Parameters<EventHubConsumerClient["subscribe"]>[2],
) {
  const events: ReceivedEventData[] = [];
  await new Promise<void>((resolve, reject) => {
    const subscription = consumer().subscribe(
      partitionId,
      {
        async processEvents(received) {
          events.push(...received);
          if (events.length < count) return;
          await subscription.close();
          resolve();
        },
        processError: async (error) => reject(error),
      },
      { ...startPosition, maxWaitTimeInSeconds: 1 },
    );
  });
  return events;
}

const send = (partitionId: string, bodies: readonly unknown[]) =>
  producer.sendBatch(
    bodies.map((body) => ({ body })),
    { partitionId },
  );

describe("the embedded Event Hubs", () => {
  it("tells of the hub and its partitions", async () => {
    expect(await producer.getEventHubProperties()).toMatchObject({
      name: "spaces",
      partitionIds: ["0", "1", "2", "3"],
    });
    await send("2", ["a", "b"]);
    expect(await producer.getPartitionProperties("2")).toMatchObject({
      partitionId: "2",
      beginningSequenceNumber: 0,
      lastEnqueuedSequenceNumber: 1,
      isEmpty: false,
    });
  });

  it("takes no more in one message than the service does", async () => {
    expect((await producer.createBatch()).maxSizeInBytes).toBe(1024 * 1024);
    await expect(producer.createBatch({ maxSizeInBytes: 2 * 1024 * 1024 })).rejects.toThrow(
      /greater than maximum message size/,
    );
  });

  it("gives back bytes as they were sent, numbered in the order they came", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await send("1", [bytes, Buffer.from("{}")]);
    const events = await read("1", 2, { startPosition: earliestEventPosition });
    expect(Buffer.from(events[0]?.body)).toEqual(bytes);
    expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual([0, 1]);
    expect(Math.abs(Date.now() - Number(events[0]?.enqueuedTimeUtc))).toBeLessThan(60_000);
  });

  it("begins where it is asked to: at a sequence number, after an offset, after a time", async () => {
    await send("3", ["a", "b", "c"]);
    const all = await read("3", 3, { startPosition: earliestEventPosition });
    const [, second] = all;
    const from = async (startPosition: object) => (await read("3", 1, { startPosition }))[0]?.body;
    expect(await from({ sequenceNumber: second?.sequenceNumber, isInclusive: true })).toBe("b");
    expect(await from({ sequenceNumber: second?.sequenceNumber, isInclusive: false })).toBe("c");
    expect(await from({ offset: second?.offset, isInclusive: false })).toBe("c");
    expect(await from({ enqueuedOn: Number(second?.enqueuedTimeUtc) - 60_000 })).toBe("a");
  });

  it("puts one key into one partition, and what has none into all of them in turn", async () => {
    const lengths = async () =>
      Promise.all(
        ["0", "1", "2", "3"].map(async (id) => (await producer.getPartitionProperties(id)).lastEnqueuedSequenceNumber),
      );
    const grown = async (work: () => Promise<void>) => {
      const before = await lengths();
      await work();
      return (await lengths()).map((length, index) => length - (before[index] ?? 0));
    };
    const byKey = await grown(async () => {
      for (let time = 0; time < 3; time++) await producer.sendBatch([{ body: time }], { partitionKey: "tenant-1" });
    });
    expect(byKey.filter((length) => length > 0)).toEqual([3]);
    const inTurn = await grown(async () => {
      for (let time = 0; time < PARTITIONS; time++) await producer.sendBatch([{ body: time }]);
    });
    expect(inTurn).toEqual([1, 1, 1, 1]);
  });

  it("says where a message went that had an id", async () => {
    const { lastEnqueuedSequenceNumber: before } = await producer.getPartitionProperties("0");
    await producer.sendBatch(
      [
        { body: 1, messageId: "one" },
        { body: 2, messageId: "two" },
      ],
      { partitionId: "0" },
    );
    expect(hubs.takenAt("two")).toEqual({ partitionId: "0", sequenceNumber: before + 2 });
    expect(hubs.takenAt("two")).toBeUndefined();
  });

  it("refuses a partition there is not", async () => {
    await expect(producer.getPartitionProperties("9")).rejects.toThrow(/no partition 9/);
  });

  it("lets a reader with a higher owner level take the partition from one with a lower", async () => {
    const codes: string[] = [];
    const closed = new Promise<string>((resolve) => {
      consumer("taken").subscribe(
        "0",
        {
          processEvents: async () => {},
          processError: async (error) => {
            codes.push((error as { code?: string }).code ?? error.name);
          },
          processClose: async (reason) => resolve(reason),
        },
        { ownerLevel: 1, startPosition: earliestEventPosition },
      );
    });
    const heard = new Promise<void>((resolve) => {
      setTimeout(() => {
        consumer("taken").subscribe(
          "0",
          { processEvents: async (events) => void (events.length > 0 && resolve()), processError: async () => {} },
          { ownerLevel: 2, startPosition: earliestEventPosition },
        );
      }, 500);
    });
    await send("0", ["x"]);
    expect(await closed).toBe("OwnershipLost");
    expect(codes).toContain("ReceiverDisconnectedError");
    await heard;
  });

  it("is shared by two consumers over a checkpoint store, none left out and none read twice after a restart", async () => {
    const azurite = await startAzurite();
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      "checkpoints",
    );
    await container.create();
    const seen: string[] = [];
    const owners = new Map<string, string>();
    const start = (name: string) =>
      consumer("shared", new BlobCheckpointStore(container)).subscribe(
        {
          async processEvents(events, context) {
            owners.set(context.partitionId, name);
            seen.push(...events.map(({ sequenceNumber }) => `${context.partitionId}_${sequenceNumber}`));
            const last = events.at(-1);
            if (last !== undefined) await context.updateCheckpoint(last);
          },
          processError: async () => {},
        },
        { startPosition: earliestEventPosition, maxBatchSize: 50, maxWaitTimeInSeconds: 1 },
      );
    const lengths = await Promise.all(
      ["0", "1", "2", "3"].map(
        async (id) => (await producer.getPartitionProperties(id)).lastEnqueuedSequenceNumber + 1,
      ),
    );
    const total = () => lengths.reduce((sum, length) => sum + length, 0);
    const one = start("one");
    await expect.poll(() => new Set(seen).size, { timeout: 30_000 }).toBe(total());
    // Only now: of two that begin together, one's late link can end the other's, which then waits until its claim is a minute old.
    const first = [one, start("two")];
    await expect.poll(() => new Set(owners.values()).size, { timeout: 30_000 }).toBe(2);
    await Promise.all(first.map((subscription) => subscription.close()));
    seen.length = 0;
    await send("1", ["after"]);
    const again = start("three");
    await expect.poll(() => seen, { timeout: 30_000 }).toEqual([`1_${lengths[1]}`]);
    await again.close();
    await azurite.close();
  });
});
