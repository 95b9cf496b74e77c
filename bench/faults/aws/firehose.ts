/** AWS by Data Firehose: batches that are transformed side by side, its retries, what it delivers and what it keeps. */
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import { firehoseProcess } from "../../../functions/firehose/process.ts";
import { convert } from "../../../local/aws/firehose/conversion.ts";
import { type DeliveryRecord, transformRecords } from "../../../local/aws/firehose/transform.ts";
import { jitteredBackOff } from "../../../shared/batch/back-off.ts";
import { parquetFile } from "../../../shared/lake/parquet.ts";
import type { VirtualClock } from "../../../test/support/virtual-clock.ts";
import { coreFor } from "../core.ts";
import type { Objects } from "../given-up.ts";
import type { World } from "../instance.ts";
import { parquetRows } from "../lake-rows.ts";
import { type Delivery, type GivenUp, type Rig, settle } from "../rig.ts";
import { type AwsEngine, awsErrors, storeOf, tablesOf } from "./engine.ts";
import { type Invoke, lambda } from "./lambda.ts";

/** What is buffered before a transform: https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html */
const BUFFER_BYTES = 1024 * 1024;
const BUFFER_MS = 60_000;

type Transform = Invoke<FirehoseTransformationEvent, FirehoseTransformationResult>;

export function firehoseRig(clock: VirtualClock, engine: AwsEngine): Rig {
  const lake: Objects = new Map();
  const givenUp: GivenUp[] = [];

  function newTransform(world: World): Transform {
    const backOff = jitteredBackOff(clock.sleep, world.plan.random.fraction);
    return lambda(world, (instance) =>
      firehoseProcess({ core: coreFor(true), sinks: [storeOf(engine, instance, backOff)], backOff }),
    );
  }

  async function transform(records: readonly DeliveryRecord[], { tally }: Delivery, invoke: Transform): Promise<void> {
    let done: Awaited<ReturnType<Transform>>;
    let mistake: unknown;
    const { delivered, failed } = await transformRecords(records, async (event) => {
      // A failed invocation is the service's to try again; a mistake of ours would look like one to it.
      done = await invoke(event).catch((error: unknown) => {
        mistake = error;
        return undefined;
      });
      if (done !== undefined) return done.answer;
      tally.retried += records.length;
      throw new Error("The function failed.");
    });
    if (mistake !== undefined) throw mistake;
    // Counted from either side: what the function settled, and what the service keeps of the rest.
    const outcomeOf = new Map(done?.outcomes.map((outcome, place) => [records[place]?.data, outcome]));
    const kept = failed.map(({ data }) => ({
      payload: data,
      isPoison: outcomeOf.get(data)?.fate.status === "rejected",
    }));
    const rest = new Set<unknown>(kept.flatMap(({ payload, isPoison }) => (isPoison ? [] : [payload])));
    settle(
      tally,
      [...outcomeOf].flatMap(([data, outcome]) => (rest.has(data) ? [] : [outcome])),
    );
    tally.discarded += rest.size;
    givenUp.push(...kept);
    const { rows } = convert(Buffer.concat(delivered.map(({ data }) => data)));
    if (rows.length > 0) lake.set(`${lake.size}.parquet`, parquetFile(rows));
  }

  async function transformAll(delivery: Delivery): Promise<void> {
    const { puts, plan, counts, tally } = delivery;
    const world: World = { clock, plan, counts, errors: awsErrors };
    const idle: Transform[] = [];
    tally.put += puts.length;
    await Promise.all(
      buffered(delivery).map(async ({ records, atMs }) => {
        await clock.sleep(Math.max(0, atMs - clock.nowMs()));
        const invoke = idle.pop() ?? newTransform(world);
        await transform(records, delivery, invoke);
        idle.push(invoke);
      }),
    );
  }

  return {
    async deliver(delivery) {
      const all = transformAll(delivery);
      await clock.runAll();
      await all;
    },
    tables: () => tablesOf(engine),
    lakeRows: () => parquetRows(lake),
    givenUp: () => givenUp,
    close: () => engine.close(),
  };
}

interface Buffered {
  readonly records: DeliveryRecord[];
  /** When it is full, or its first record has waited as long as it may. */
  atMs: number;
}

function buffered({ puts, plan }: Delivery): readonly Buffered[] {
  const batches: Buffered[] = [];
  let [batch, bytes] = [undefined as Buffered | undefined, 0];
  for (const { payload, atMs } of puts) {
    if (batch === undefined || atMs > batch.atMs) {
      [batch, bytes] = [{ records: [], atMs: atMs + BUFFER_MS }, 0];
      batches.push(batch);
    }
    // A view of its own: a repeated record is another one, and is told by it.
    batch.records.push({ data: payload.subarray(), arrivedAtMs: atMs });
    bytes += payload.length;
    if (bytes < BUFFER_BYTES && batch.records.length < plan.batchSize) continue;
    batch.atMs = atMs;
    batch = undefined;
  }
  return batches;
}
