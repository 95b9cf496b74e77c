/** AWS: a stream whose shards are split, the event source mapping's own rules, both functions of the stream. */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { kinesisProcess } from "../../../functions/kinesis/process.ts";
import { s3Landing } from "../../../functions/lake/landing.ts";
import { lakeProcess } from "../../../functions/lake/process.ts";
import type { PutObject } from "../../../functions/put-object.ts";
import { s3DeadLetter } from "../../../functions/s3-dead-letter.ts";
import { lakeMapping } from "../../../local/aws/event-source-mapping.ts";
import type { Invocation } from "../../../local/aws/invocation.ts";
import { newBatch } from "../../../local/aws/poller/batch.ts";
import type { StreamRecord } from "../../../local/aws/poller/event.ts";
import { gather } from "../../../local/aws/poller/gather.ts";
import { settle as settleBatch } from "../../../local/aws/poller/settle.ts";
import { PIPELINE } from "../../../runtime/pipeline.ts";
import { jitteredBackOff } from "../../../shared/batch/back-off.ts";
import type { VirtualClock } from "../../../test/support/virtual-clock.ts";
import { coreFor } from "../core.ts";
import { givenUpOf, type Objects } from "../given-up.ts";
import type { Instance, World } from "../instance.ts";
import { parquetRows } from "../lake-rows.ts";
import type { Service } from "../plan.ts";
import { type Delivery, type Rig, settle } from "../rig.ts";
import { type AwsEngine, awsErrors, storeOf, tablesOf } from "./engine.ts";
import { lambda } from "./lambda.ts";

const STREAM_ARN = "arn:aws:kinesis:eu-west-1:000000000000:stream/push";
const FIRST_SHARDS = 2;
const MOST_SHARDS = 8;
/** How long records are gathered. */
const WINDOW_MS = { tables: 5_000, lake: 30_000 };

interface Shard {
  readonly id: string;
  readonly parent: Shard | undefined;
  readonly records: StreamRecord[];
  isOpen: boolean;
  readonly done: Record<Consumer, PromiseWithResolvers<void>>;
}

const consumers = ["tables", "lake"] as const;
type Consumer = (typeof consumers)[number];

export function kinesisRig(clock: VirtualClock, engine: AwsEngine): Rig {
  const letters: Objects = new Map();
  const lake: Objects = new Map();
  const discarded: Uint8Array[] = [];
  let sequence = 0;
  let shardCount = 0;

  function putInto(objects: Objects, service: Service, instance: Instance): PutObject {
    return ({ Key = "", Body }) =>
      instance.call(service, async () => {
        objects.set(Key, Body as Uint8Array);
        return { $metadata: {} };
      });
  }

  function start(consumer: Consumer, world: World, instance: Instance) {
    const core = coreFor(consumer === "lake");
    if (consumer === "lake")
      return lakeProcess({ core, put: s3Landing({ put: putInto(lake, "lake", instance), bucket: "lake" }) });
    const backOff = jitteredBackOff(clock.sleep, world.plan.random.fraction);
    const put = putInto(letters, "letters", instance);
    return kinesisProcess({
      core,
      sinks: [storeOf(engine, instance, backOff)],
      deadLetter: s3DeadLetter({ put, bucket: "letters", pipeline: PIPELINE }),
    });
  }

  function shardsOf({ puts, plan, counts }: Delivery): readonly Shard[] {
    const newShard = (parent?: Shard): Shard => ({
      id: `shardId-${String(shardCount++).padStart(12, "0")}`,
      parent,
      records: [],
      isOpen: true,
      done: { tables: Promise.withResolvers(), lake: Promise.withResolvers() },
    });
    const { random, rates } = plan;
    const shards = Array.from({ length: FIRST_SHARDS }, () => newShard());
    for (const { payload, atMs } of puts) {
      const open = shards.filter(({ isOpen }) => isOpen);
      const shard = random.pick(open);
      shard.records.push({
        sequenceNumber: String(++sequence).padStart(20, "0"),
        partitionKey: "key",
        data: payload,
        arrivedAtMs: atMs,
      });
      if (open.length >= MOST_SHARDS || !random.chance(rates.reshard / 50)) continue;
      counts.reshard++;
      shard.isOpen = false;
      shards.push(newShard(shard), newShard(shard));
    }
    return shards;
  }

  async function consume(shard: Shard, consumer: Consumer, delivery: Delivery): Promise<void> {
    const { plan, counts, tally } = delivery;
    const world: World = { clock, plan, counts, errors: awsErrors };
    const source = { streamArn: STREAM_ARN, shardId: shard.id };
    const mapping = {
      ...lakeMapping,
      batchSize: plan.batchSize,
      maximumRecordAgeInSeconds: plan.maxRecordAgeMs / 1_000,
    };
    const call = lambda<KinesisStreamEvent, KinesisStreamBatchResponse>(world, (instance) =>
      start(consumer, world, instance),
    );

    async function invoke(event: KinesisStreamEvent): Promise<Invocation> {
      const done = await call(event);
      settle(tally, done?.settled ?? []);
      tally.retried += event.Records.length - (done?.settled.length ?? 0);
      return done === undefined
        ? { requestId: "r", logs: [], kind: "failed", message: "" }
        : { requestId: "r", logs: [], kind: "answered", response: done.answer };
    }

    await shard.parent?.done[consumer].promise;
    tally.put += shard.records.length;
    for (let next = 0; next < shard.records.length; ) {
      const oldest = shard.records[next]?.arrivedAtMs ?? 0;
      await clock.sleep(Math.max(0, oldest + WINDOW_MS[consumer] - clock.nowMs()));
      const now = clock.nowMs();
      const { count } = gather(
        shard.records.slice(next, next + mapping.batchSize).filter(({ arrivedAtMs }) => arrivedAtMs <= now),
        mapping,
      );
      await settleBatch(newBatch(shard.records.slice(next, next + count)), {
        mapping,
        source,
        invoke,
        acknowledge: () => undefined,
        async discard({ records }) {
          tally.discarded += records.length;
          discarded.push(...records.map(({ data }) => data));
        },
        observe: () => undefined,
        now: clock.nowMs,
        // How Lambda waits is not documented; over an outage of hours, longer.
        sleep: (ms) => clock.sleep(ms < 3_000 ? ms : plan.maxRecordAgeMs / 16),
        stopped: () => false,
      });
      next += count;
    }
    shard.done[consumer].resolve();
  }

  return {
    async deliver(delivery) {
      const shards = shardsOf(delivery);
      const all = Promise.all(
        shards.flatMap((shard) => consumers.map((consumer) => consume(shard, consumer, delivery))),
      );
      await clock.runAll();
      await all;
    },
    tables: () => tablesOf(engine),
    lakeRows: () => parquetRows(lake),
    givenUp: () => givenUpOf(letters, discarded),
    close: () => engine.close(),
  };
}
