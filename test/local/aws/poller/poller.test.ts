import { setTimeout as sleep } from "node:timers/promises";
import { PutRecordCommand, PutRecordsCommand, SplitShardCommand } from "@aws-sdk/client-kinesis";
import { afterEach, describe, expect, it } from "vitest";
import type { Mapping } from "../../../../local/aws/poller/mapping.ts";
import { type Poller, startPoller } from "../../../../local/aws/poller/poller.ts";
import { type KinesisStandIn, startKinesis, streamArn } from "../../../../local/aws/stand-ins/kinesis/kinesis.ts";
import { lenient } from "./records.ts";

const STREAM = "poller-test";
/** Against a busy machine, not because anything takes this long. */
const TIMEOUT_MS = 30_000;
const PATIENT = { timeout: TIMEOUT_MS };

describe("The poller on a stream", { timeout: TIMEOUT_MS }, () => {
  let kinesis: KinesisStandIn;
  let poller: Poller | undefined;

  afterEach(async () => {
    await poller?.stop();
    await kinesis.close();
  });

  interface Watched {
    readonly acknowledged: { readonly key: string; readonly text: string }[];
    mostAtATime: number;
  }

  function poll(mapping: Partial<Mapping>, respond: (texts: readonly string[]) => unknown = () => null): Watched {
    const watched: Watched = { acknowledged: [], mostAtATime: 0 };
    let atATime = 0;
    poller = startPoller({
      client: kinesis.client,
      streamName: STREAM,
      streamArn: streamArn(STREAM),
      mapping: { ...lenient, ...mapping },
      async invoke(event) {
        watched.mostAtATime = Math.max(watched.mostAtATime, ++atATime);
        await sleep(5);
        atATime--;
        const texts = event.Records.map(({ kinesis: { data } }) => Buffer.from(data, "base64").toString());
        const failing = respond(texts);
        const itemIdentifier = event.Records[texts.indexOf(String(failing))]?.kinesis.sequenceNumber;
        const response = itemIdentifier === undefined ? null : { batchItemFailures: [{ itemIdentifier }] };
        return { requestId: "r", logs: [], kind: "answered", response };
      },
      acknowledge(records) {
        for (const { partitionKey, data } of records)
          watched.acknowledged.push({ key: partitionKey, text: Buffer.from(data).toString() });
      },
      discard: async () => {},
      observe: () => {},
    });
    return watched;
  }

  async function put(from: number, to: number): Promise<void> {
    for (let n = from; n < to; n++) {
      const Data = Buffer.from(String(n));
      await kinesis.client.send(new PutRecordCommand({ StreamName: STREAM, PartitionKey: `key-${n % 5}`, Data }));
    }
  }

  function textsOf(watched: Watched, key: string): readonly number[] {
    return watched.acknowledged.filter((one) => one.key === key).map(({ text }) => Number(text));
  }

  it("starts with the oldest record, delivers all, one batch at a time per shard", async () => {
    kinesis = await startKinesis(STREAM, 1);
    await put(0, 40);
    const watched = poll({ batchSize: 7 });
    await expect.poll(() => watched.acknowledged.length, PATIENT).toBe(40);
    expect(watched.acknowledged.map(({ text }) => Number(text))).toEqual(Array.from({ length: 40 }, (_, n) => n));
    expect(watched.mostAtATime).toBe(1);
  });

  it("comes again to a record that is reported, without passing it", async () => {
    kinesis = await startKinesis(STREAM, 1);
    await put(0, 20);
    let refusals = 2;
    const watched = poll({ batchSize: 10 }, (texts) => (texts.includes("4") && refusals-- > 0 ? "4" : undefined));
    await expect.poll(() => watched.acknowledged.length, PATIENT).toBe(20);
    expect(watched.acknowledged.map(({ text }) => Number(text))).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it("has several batches of a shard in flight with a parallelization factor, and keeps each key's order", async () => {
    kinesis = await startKinesis(STREAM, 1);
    await put(0, 50);
    const watched = poll({ batchSize: 3, parallelizationFactor: 4 });
    await expect.poll(() => watched.acknowledged.length, PATIENT).toBe(50);
    expect(watched.mostAtATime).toBeGreaterThan(1);
    for (const key of ["key-0", "key-1", "key-2", "key-3", "key-4"])
      expect(textsOf(watched, key)).toEqual([...textsOf(watched, key)].sort((a, b) => a - b));
  });

  it("waits for the batching window, so that a few records make one batch", async () => {
    kinesis = await startKinesis(STREAM, 1);
    const sizes: number[] = [];
    const watched = poll({ maximumBatchingWindowInSeconds: 2 }, (texts) => void sizes.push(texts.length));
    await put(0, 2);
    await sleep(300);
    await put(2, 4);
    await expect.poll(() => watched.acknowledged.length, PATIENT).toBe(4);
    expect(sizes).toEqual([4]);
  });

  it("reads the children of a split shard after the shard's own end", async () => {
    kinesis = await startKinesis(STREAM, 1);
    await put(0, 25);
    await kinesis.client.send(
      new SplitShardCommand({
        StreamName: STREAM,
        ShardToSplit: "shardId-000000000000",
        NewStartingHashKey: String(2n ** 127n),
      }),
    );
    await expect
      .poll(
        () =>
          put(25, 26)
            .then(() => true)
            .catch(() => false),
        PATIENT,
      )
      .toBe(true);
    await put(26, 50);
    const watched = poll({ batchSize: 4 });
    await expect.poll(() => watched.acknowledged.length, PATIENT).toBe(50);
    for (const key of ["key-0", "key-1", "key-2", "key-3", "key-4"])
      expect(textsOf(watched, key)).toEqual([...textsOf(watched, key)].sort((a, b) => a - b));
  });

  it("fails for all to see when there is no such stream", async () => {
    kinesis = await startKinesis("another", 1);
    poll({});
    await expect(poller?.done).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    poller = undefined;
  });

  it("takes a record of several megabytes, as a stream can be set to", async () => {
    kinesis = await startKinesis(STREAM, 1);
    const Records = [{ PartitionKey: "key-0", Data: Buffer.alloc(3 * 1024 * 1024, 0x20) }];
    const answer = await kinesis.client.send(new PutRecordsCommand({ StreamName: STREAM, Records }));
    expect(answer.FailedRecordCount).toBe(0);
  });
});
