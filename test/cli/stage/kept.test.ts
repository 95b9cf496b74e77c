/** How far back a transport goes, asked of the stand-ins by the real clients, and told by the commands. */

import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from "@aws-sdk/client-kinesis";
import { EventHubConsumerClient, EventHubProducerClient } from "@azure/event-hubs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptByStandIn as keptByKinesis } from "../../../cli/aws/kept-by-stand-in.ts";
import { kinesisTransport } from "../../../cli/aws/kinesis-transport.ts";
import { eventHubsTransport } from "../../../cli/azure/event-hubs-transport.ts";
import { keptByHub } from "../../../cli/azure/kept-by-hub.ts";
import { keptByStandIn as keptByPubSub } from "../../../cli/gcp/kept-by-stand-in.ts";
import { pubSubClients } from "../../../cli/gcp/pubsub-clients.ts";
import { pubSubTransport } from "../../../cli/gcp/pubsub-transport.ts";
import { keptOfAll } from "../../../cli/stage/kept-of-all.ts";
import { notReached, notReachedSays } from "../../../cli/stage/not-reached.ts";
import type { Transport } from "../../../cli/stage/transport.ts";
import { startKinesis } from "../../../local/aws/stand-ins/kinesis/kinesis.ts";
import { startEventHubs } from "../../../local/azure/event-hubs/server.ts";
import { startPubSub } from "../../../local/gcp/pubsub/server.ts";

const record = (bytes: number) => Buffer.alloc(bytes, "x");
const EVERYTHING = { fromMs: 1, toMs: Number.MAX_SAFE_INTEGER };

async function put(transport: Transport, records: number, bytes = 10): Promise<void> {
  for (let left = records; left > 0; left -= transport.maxCallRecords)
    await transport.put(Array.from({ length: Math.min(left, transport.maxCallRecords) }, () => record(bytes)));
}

async function recordsOf(transport: Transport): Promise<number> {
  let found = 0;
  const toMs = Date.now() + 60_000;
  await transport.read?.(
    { ...EVERYTHING, toMs },
    async ({ records }) => {
      found += records.length;
    },
    new AbortController().signal,
  );
  return found;
}

describe("what a transport keeps", () => {
  it("is told of Kinesis' stand-in by the numbers of its records, and nobody is taken for a consumer", async () => {
    const kinesis = await startKinesis("push", 1);
    const transport = kinesisTransport(kinesis.client, "push", keptByKinesis);
    expect(await transport.kept?.()).toEqual({ sinceMs: 0, oldestMs: 0, letGo: 0 });
    await put(transport, 3_000, 4_096);
    expect(await transport.kept?.()).toMatchObject({ sinceMs: 0, letGo: 0 });
    await readAsConsumer(kinesis);
    const kept = await transport.kept?.();
    expect(kept?.letGo).toBeGreaterThan(1_000);
    expect(kept?.sinceMs).toBeGreaterThan(Date.now() - 60_000);
    expect(await recordsOf(transport)).toBe(3_000 - (kept?.letGo ?? 0));
    expect(await transport.kept?.()).toEqual(kept);
    await kinesis.close();
  });

  it("is told of a hub by its partitions", async () => {
    const hubs = await startEventHubs({ hub: "push", partitions: 2, keptMessages: 100 });
    const producer = new EventHubProducerClient(hubs.connectionString);
    const connect = () => new EventHubConsumerClient("$Default", hubs.connectionString);
    const transport = eventHubsTransport({ producer, connect, retentionDays: undefined });
    await put(transport, 10);
    expect(await keptByHub(connect)).toEqual({ sinceMs: 0, oldestMs: 0, letGo: 0 });
    await put(transport, 1_000);
    const kept = await transport.kept?.();
    expect(kept?.letGo).toBeGreaterThan(0);
    expect(kept?.sinceMs).toBeGreaterThan(Date.now() - 60_000);
    expect(await recordsOf(transport)).toBe(1_010 - (kept?.letGo ?? 0));
    await producer.close();
    await hubs.close();
  });

  it("is told of Pub/Sub's stand-in by labels of the topic", async () => {
    const server = await startPubSub({ keptMessages: 100 });
    const clients = pubSubClients("p", server.endpoint);
    const topic = "projects/p/topics/push";
    await clients.publisher.createTopic({ name: topic, messageRetentionDuration: { seconds: 600 } });
    const kept = () => keptByPubSub(clients.publisher, topic);
    const transport = pubSubTransport({ ...clients, topic, source: "push", quietMs: 300, kept });
    await put(transport, 199);
    expect(await transport.kept?.()).toEqual({ sinceMs: 0, letGo: 0 });
    await put(transport, 1);
    expect(await transport.kept?.()).toMatchObject({ letGo: 100 });
    expect(await notReached(transport, EVERYTHING)).toMatchObject({ records: 100 });
    expect(await recordsOf(transport)).toBe(100);
    await clients.publisher.close();
    await clients.subscriber.close();
    await server.close();
  });

  it("of several shards is what all of them keep, and all that they let go", () => {
    const shard = fc.record({ oldestMs: fc.nat({ max: 1_000 }), letGo: fc.nat({ max: 5 }) });
    fc.assert(
      fc.property(fc.array(shard, { minLength: 1 }), (shards) => {
        const { sinceMs, oldestMs, letGo } = keptOfAll(shards);
        expect(letGo).toBe(shards.reduce((sum, each) => sum + each.letGo, 0));
        expect(oldestMs ?? sinceMs).toBeLessThanOrEqual(sinceMs);
        for (const each of shards) if (each.letGo > 0) expect(sinceMs).toBeGreaterThan(each.oldestMs);
        if (letGo === 0) expect(sinceMs).toBe(0);
      }),
    );
  });
});

describe("what of a span is not reached", () => {
  const transport = { kept: async () => ({ sinceMs: 5_000, letGo: 7 }) };

  it("is nothing where all is kept, or nobody can tell", async () => {
    expect(await notReached(transport, { fromMs: 5_000 })).toBeUndefined();
    expect(await notReached({}, { fromMs: 1 })).toBeUndefined();
    expect(await notReached({ kept: async () => ({ sinceMs: 9, letGo: 0 }) }, { fromMs: 1 })).toBeUndefined();
  });

  it("is what came before, counted where it is counted", async () => {
    const missed = await notReached(transport, { fromMs: 4_999 });
    expect(missed).toEqual({ beforeMs: 5_000, records: 7 });
    expect(notReachedSays({ beforeMs: 5_000, records: 7 })).toBe(
      "the transport keeps what arrived since 1970-01-01T00:00:05.000Z and has let go of 7 records before it",
    );
    expect(notReachedSays({ beforeMs: 5_000 })).toBe("the transport keeps what arrived since 1970-01-01T00:00:05.000Z");
  });
});

async function readAsConsumer({ client, streamName: StreamName }: Awaited<ReturnType<typeof startKinesis>>) {
  const { Shards: [shard] = [] } = await client.send(new ListShardsCommand({ StreamName }));
  const asked = { StreamName, ShardId: shard?.ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
  let { ShardIterator } = await client.send(new GetShardIteratorCommand(asked));
  for (let found = 1; found > 0; ) {
    const answer = await client.send(new GetRecordsCommand({ ShardIterator }));
    found = answer.Records?.length ?? 0;
    ShardIterator = answer.NextShardIterator;
  }
}
