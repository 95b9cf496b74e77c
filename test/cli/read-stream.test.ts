/** A span of a real stream, read by nobody's consumer: all its shards, before and after they are split, and no more. */

import { setTimeout as sleep } from "node:timers/promises";
import { PutRecordCommand, SplitShardCommand } from "@aws-sdk/client-kinesis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readStream } from "../../cli/aws/read-stream.ts";
import type { ReadBatch } from "../../cli/stage/transport.ts";
import { type KinesisStandIn, startKinesis } from "../../local/aws/stand-ins/kinesis/kinesis.ts";

const STREAM = "span";
let kinesis: KinesisStandIn;
let startedAtMs: number;
beforeAll(async () => {
  kinesis = await startKinesis(STREAM, 2);
  for (const text of ["early 1", "early 2"]) await put(text);
  await sleep(20);
  startedAtMs = Date.now();
  for (let n = 0; n < 20; n++) await put(`before ${n}`);
  await kinesis.client.send(
    new SplitShardCommand({
      StreamName: STREAM,
      ShardToSplit: "shardId-000000000000",
      NewStartingHashKey: String(2n ** 126n),
    }),
  );
  await sleep(200);
  for (let n = 0; n < 20; n++) await put(`after ${n}`);
});
afterAll(() => kinesis.close());

async function put(text: string): Promise<void> {
  const { client } = kinesis;
  await client.send(new PutRecordCommand({ StreamName: STREAM, PartitionKey: text, Data: Buffer.from(text) }));
}

async function read(
  fromMs: number,
  toMs: number,
  signal = new AbortController().signal,
): Promise<readonly ReadBatch[]> {
  const batches: ReadBatch[] = [];
  const take = async (batch: ReadBatch) => void batches.push(batch);
  await readStream({ client: kinesis.client, stream: STREAM, span: { fromMs, toMs }, take, signal });
  return batches;
}

const textsOf = (batches: readonly ReadBatch[]) =>
  batches.flatMap(({ records }) => records.map(({ payload }) => Buffer.from(payload).toString()));

const numbered = (word: string) => Array.from({ length: 20 }, (_, n) => `${word} ${n}`);

describe("a span of a stream", () => {
  it("has all that arrived since its begin, of every shard, a shard's before its children's", async () => {
    const batches = await read(startedAtMs, Date.now() + 1_000);
    expect(textsOf(batches).sort()).toEqual([...numbered("before"), ...numbered("after")].sort());
    const sources = batches.map(({ source }) => source);
    expect(new Set(sources).size).toBe(4);
    expect(sources.indexOf(`${STREAM}/shardId-000000000000`)).toBeLessThan(
      sources.indexOf(`${STREAM}/shardId-000000000002`),
    );
  });

  it("ends before its end", async () => {
    const texts = textsOf(await read(0, startedAtMs));
    expect(texts.sort()).toEqual(["early 1", "early 2"]);
  });

  it("is left where it is when it is stopped", async () => {
    expect(textsOf(await read(0, Date.now(), AbortSignal.abort()))).toEqual([]);
  });
});

describe("a stream that is followed", () => {
  it("gives what arrives from now on, of a shard's children too when it is split meanwhile, and nothing of before", async () => {
    const batches: ReadBatch[] = [];
    const stop = new AbortController();
    const following = readStream({
      client: kinesis.client,
      stream: STREAM,
      span: undefined,
      take: async (batch) => void batches.push(batch),
      signal: stop.signal,
    });
    // A batch without records begins each of the three shards that are open.
    await vi.waitFor(() => expect(batches).toHaveLength(3));
    await sleep(200);
    for (let n = 0; n < 20; n++) await put(`followed ${n}`);
    await kinesis.client.send(
      new SplitShardCommand({
        StreamName: STREAM,
        ShardToSplit: "shardId-000000000001",
        NewStartingHashKey: String(2n ** 127n + 2n ** 126n),
      }),
    );
    await sleep(200);
    for (let n = 0; n < 20; n++) await put(`split ${n}`);
    const all = [...numbered("followed"), ...numbered("split")].sort();
    await vi.waitFor(() => expect(textsOf(batches).sort()).toEqual(all), { timeout: 20_000 });
    expect(new Set(batches.map(({ source }) => source)).size).toBe(5);
    stop.abort();
    await following;
  });
});
