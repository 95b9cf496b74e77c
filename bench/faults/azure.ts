/** Azure: a hub whose partitions change their owner, the host's own pump and retries, both functions of the hub. */
import type { InvocationContext } from "@azure/functions";
import { blobDeadLetter } from "../../azure/blob-dead-letter.ts";
import type { BlobPut } from "../../azure/blob-put.ts";
import { eventHubsProcess } from "../../azure/event-hubs/process.ts";
import { FUNCTION_TIMEOUT_MS, type Process } from "../../azure/function-handler.ts";
import { blobLanding } from "../../azure/lake/landing.ts";
import { lakeProcess } from "../../azure/lake/process.ts";
import type { TableCalls } from "../../azure/tables/calls.ts";
import { type TableReaderOptions, tableReader } from "../../azure/tables/reader.ts";
import { tableStore } from "../../azure/tables/store.ts";
import type { Execution, Result } from "../../local/azure/functions-host/invocation.ts";
import { newPartitionPump, type PartitionPump } from "../../local/azure/functions-host/partition-pump.ts";
import { NoAnswer } from "../../runtime/in-time.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { jitteredBackOff } from "../../shared/batch/back-off.ts";
import type { BatchNote, BatchNotes } from "../../shared/batch/batch-note.ts";
import { deadlineOf } from "../../shared/batch/deadline.ts";
import type { VirtualClock } from "../../test/support/virtual-clock.ts";
import { coreFor } from "./core.ts";
import { foundByPlace } from "./found-by-place.ts";
import { givenUpOf, type Objects } from "./given-up.ts";
import { type CloudErrors, type Instance, newInstance, ProcessEnded, type World } from "./instance.ts";
import { parquetRows } from "./lake-rows.ts";
import type { Service } from "./plan.ts";
import { type Delivery, type Rig, settle } from "./rig.ts";
import { storedBy } from "./stored.ts";

const DAY_SECONDS = 86_400;
const PARTITIONS = 3;
/** How long events are held back. */
const WINDOW_MS = { tables: 5_000, lake: 30_000 };
/** As `azure/event-hubs/trigger.ts` has it. */
const POLICY = { maxRetryCount: -1, minimumMs: 2_000, maximumMs: 60_000 };

const errors: CloudErrors = {
  throttled: () => Object.assign(new Error("injected"), { statusCode: 503 }),
  noAnswer: () => new NoAnswer(),
};

type Event = Execution["events"][number];

const consumers = ["tables", "lake"] as const;
type Consumer = (typeof consumers)[number];

export interface AzureEngine {
  readonly calls: TableCalls & TableReaderOptions["calls"];
  close(): Promise<void>;
}

/** A function app's process for one of the functions. */
interface Host {
  readonly instance: Instance;
  readonly process: Process;
}

export function azureRig(clock: VirtualClock, { calls: engine, close }: AzureEngine): Rig {
  const letters: Objects = new Map();
  const lake: Objects = new Map();
  const notes = new Map<string, BatchNote>();
  const sequence = new Array<number>(PARTITIONS).fill(0);

  function putInto(objects: Objects, service: Service, instance: Instance): BlobPut {
    return (name, bytes) => instance.call(service, async () => void objects.set(name, bytes));
  }

  function newHost(consumer: Consumer, world: World): Host {
    const instance = newInstance(world);
    const backOff = jitteredBackOff(clock.sleep, world.plan.random.fraction);
    const putLetters = putInto(letters, "letters", instance);
    const common = {
      core: coreFor(consumer === "lake"),
      notes: notesIn(notes, consumer, instance),
      backOff,
      maxRecordAgeMs: world.plan.maxRecordAgeMs,
      nowMs: clock.nowMs,
    };
    if (consumer === "lake") {
      const deadLetter = blobDeadLetter({ put: putLetters, pipeline: PIPELINE, folder: "lake/" });
      const put = blobLanding(putInto(lake, "lake", instance));
      return { instance, process: lakeProcess({ ...common, put, deadLetter }) };
    }
    const store = tableStore({
      calls: faulty(engine, instance),
      backOff,
      historyTtlSeconds: DAY_SECONDS,
      stateTtlSeconds: DAY_SECONDS,
      historyExcludedTypes: new Set(),
      stillPositions: undefined,
      nowMs: clock.nowMs,
    });
    const deadLetter = blobDeadLetter({ put: putLetters, pipeline: PIPELINE });
    return { instance, process: eventHubsProcess({ ...common, sinks: () => [store], deadLetter }) };
  }

  function partitionsOf({ puts, plan }: Delivery): readonly (readonly Event[])[] {
    const partitions = Array.from({ length: PARTITIONS }, (): Event[] => []);
    for (const { payload, atMs } of puts) {
      const id = plan.random.below(PARTITIONS);
      const sequenceNumber = (sequence[id] ?? 0) + 1;
      sequence[id] = sequenceNumber;
      partitions[id]?.push({ body: payload, sequenceNumber, enqueuedTimeUtc: new Date(atMs) } as unknown as Event);
    }
    return partitions;
  }

  function consumeAll(consumer: Consumer, delivery: Delivery): Promise<unknown> {
    const { plan, counts, tally } = delivery;
    const world: World = { clock, plan, counts, errors };
    let host: Host | undefined;

    async function invoke({ partitionId, events }: Execution, move: () => void): Promise<Result> {
      if (host === undefined || host.instance.hasEnded()) host = newHost(consumer, world);
      const { instance, process } = host;
      instance.begin();
      const startedAtMs = clock.nowMs();
      const remainingMs = () => startedAtMs + FUNCTION_TIMEOUT_MS - clock.nowMs();
      const failed = { kind: "failed", logs: [] } as const;
      try {
        const work = process(
          events.map(({ body }) => body),
          contextOf(partitionId, events),
          (reserveMs) => deadlineOf(remainingMs, reserveMs),
        );
        const { answer, settled } = await Promise.race([work, instance.ended]);
        if (plan.random.chance(plan.rates.reshard)) {
          counts.reshard++;
          move();
        } else if (plan.random.chance(plan.rates.answerLost)) {
          counts["crash after the last write"]++;
          host = undefined;
        } else if (answer === "return") {
          settle(tally, settled);
          return { kind: "returned", logs: [] };
        }
      } catch (error) {
        if (!(error instanceof ProcessEnded)) throw error;
        if (plan.random.chance(0.5)) move();
      }
      tally.retried += events.length;
      return failed;
    }

    async function consume(events: readonly Event[], partition: number): Promise<void> {
      tally.put += events.length;
      for (let next = 0; next < events.length; ) {
        const oldest = events[next]?.enqueuedTimeUtc.getTime() ?? 0;
        await clock.sleep(Math.max(0, oldest + WINDOW_MS[consumer] - clock.nowMs()));
        const now = clock.nowMs();
        const first = next;
        const arrived = events.slice(next).filter(({ enqueuedTimeUtc }) => enqueuedTimeUtc.getTime() <= now);
        const pump: PartitionPump = newPartitionPump({
          partitionId: String(partition),
          settings: { minEventBatchSize: 1, maxEventBatchSize: Math.max(1, plan.random.below(plan.batchSize)) },
          policy: POLICY,
          invoke: (execution) => invoke(execution, () => pump.close()),
          sleep: (ms) => clock.sleep(ms < POLICY.maximumMs ? ms : plan.maxRecordAgeMs / 16),
          async checkpoint({ sequenceNumber }) {
            next = first + arrived.findIndex((event) => event.sequenceNumber === sequenceNumber) + 1;
          },
          executed: () => undefined,
        });
        await pump.receive(arrived);
      }
    }

    return Promise.all(partitionsOf(delivery).map(consume));
  }

  return {
    async deliver(delivery) {
      const all = Promise.all(consumers.map((consumer) => consumeAll(consumer, delivery)));
      await clock.runAll();
      await all;
    },
    tables() {
      const reader = tableReader({ calls: engine, historyTtlSeconds: DAY_SECONDS, nowMs: clock.nowMs });
      const allState = async () => foundByPlace(await reader.allState(), engine);
      return storedBy({ allEvents: reader.allEvents, allState });
    },
    lakeRows: () => parquetRows(lake),
    givenUp: () => givenUpOf(letters, []),
    close,
  };
}

function contextOf(partitionId: string, events: readonly Event[]): InvocationContext {
  const triggerMetadata = {
    partitionContext: { partitionId, eventHubName: "push" },
    sequenceNumberArray: events.map(({ sequenceNumber }) => sequenceNumber),
    enqueuedTimeUtcArray: events.map(({ enqueuedTimeUtc }) => enqueuedTimeUtc.toISOString()),
  };
  return { triggerMetadata } as unknown as InvocationContext;
}

function notesIn(notes: Map<string, BatchNote>, folder: string, instance: Instance): BatchNotes {
  const nameOf = (batch: string) => `${folder}/${batch}`;
  return {
    get: (batch) => instance.call("notes", async () => notes.get(nameOf(batch))),
    put: (batch, note) => instance.call("notes", async () => void notes.set(nameOf(batch), note)),
    delete: (batch) => instance.call("notes", async () => void notes.delete(nameOf(batch))),
  };
}

function faulty(engine: TableCalls, instance: Instance): TableCalls {
  const call = <T>(work: () => Promise<T>) => instance.call("store", work);
  return {
    upsert: (...asked) => call(() => engine.upsert(...asked)),
    insert: (...asked) => call(() => engine.insert(...asked)),
    replace: (...asked) => call(() => engine.replace(...asked)),
    get: (...asked) => call(() => engine.get(...asked)),
    remove: (...asked) => call(() => engine.remove(...asked)),
    createTable: (...asked) => call(() => engine.createTable(...asked)),
  };
}
