/** Google Cloud: a subscription that pushes each message until it is acknowledged, and the function with all its parts. */
import type { HttpFunction } from "@google-cloud/functions-framework";
import { bigQueryLake } from "../../gcp/bigquery/lake.ts";
import type { RowsWriter } from "../../gcp/bigquery/writer.ts";
import { cloudStorageDeadLetter } from "../../gcp/cloud-storage-dead-letter.ts";
import type { DocumentCalls, DocumentReadCalls } from "../../gcp/firestore/calls.ts";
import { firestoreReader } from "../../gcp/firestore/reader.ts";
import { firestoreStore } from "../../gcp/firestore/store.ts";
import { GoogleStatus } from "../../gcp/google-errors.ts";
import { pubSubFunction } from "../../gcp/pubsub/function.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { jitteredBackOff } from "../../shared/batch/back-off.ts";
import type { VirtualClock } from "../../test/support/virtual-clock.ts";
import { coreFor } from "./core.ts";
import { givenUpOf, type Objects } from "./given-up.ts";
import { type CloudErrors, type Instance, newInstance, ProcessEnded, type World } from "./instance.ts";
import { messageRows } from "./message-rows.ts";
import type { Delivery, Rig } from "./rig.ts";
import { storedBy } from "./stored.ts";

const DAY_SECONDS = 86_400;
const INSTANCES = 2;
const GATHER_MS = 500;
/** As `gcp/infra/pubsub.tf` has them. */
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 600_000;
const MOST_ATTEMPTS = 100;
const UNAVAILABLE = 14;
const DEADLINE_EXCEEDED = 4;

const errors: CloudErrors = {
  throttled: () => new GoogleStatus(UNAVAILABLE),
  noAnswer: () => new GoogleStatus(DEADLINE_EXCEEDED),
};

export interface GcpEngine {
  readonly calls: DocumentCalls & DocumentReadCalls;
  close(): Promise<void>;
}

interface Server {
  readonly instance: Instance;
  readonly endpoint: HttpFunction;
}

export function gcpRig(clock: VirtualClock, { calls: engine, close }: GcpEngine): Rig {
  const letters: Objects = new Map();
  const lake: Uint8Array[] = [];
  const unseen: Uint8Array[] = [];
  let messages = 0;

  function newServer(world: World, { tally, plan }: Delivery): Server {
    const instance = newInstance(world);
    const backOff = jitteredBackOff(clock.sleep, plan.random.fraction);
    const store = firestoreStore({
      calls: faulty(engine, instance),
      backOff,
      historyTtlSeconds: DAY_SECONDS,
      stateTtlSeconds: DAY_SECONDS,
      historyExcludedTypes: new Set(),
      stillPositions: undefined,
      nowMs: clock.nowMs,
    });
    const writer: RowsWriter = {
      append: (rows) =>
        instance.call("lake", async () => {
          lake.push(...rows);
          return [];
        }),
      close: () => undefined,
    };
    const endpoint = pubSubFunction({
      core: coreFor(true),
      sinks: [store, bigQueryLake({ writer, backOff })],
      deadLetter: cloudStorageDeadLetter({
        put: (name, bytes) => instance.call("letters", async () => void letters.set(name, bytes)),
        pipeline: PIPELINE,
      }),
      log: {
        report({ stored, duplicate, ignored, rejected }) {
          tally.stored += stored;
          tally.duplicate += duplicate;
          tally.ignored += ignored;
          tally.rejected += rejected;
        },
        warn: () => undefined,
        error: (message, facts) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
      },
      maxRecordAgeMs: plan.maxRecordAgeMs,
      gatherMs: GATHER_MS,
      gatherMessages: plan.batchSize,
      nowMs: clock.nowMs,
      after: clock.after,
      pick: plan.random.below,
    });
    return { instance, endpoint };
  }

  async function pushAll(delivery: Delivery): Promise<void> {
    const { puts, plan, counts, tally } = delivery;
    const world: World = { clock, plan, counts, errors };
    const servers: Server[] = [];
    function anyServer(): Server {
      const place = plan.random.below(INSTANCES);
      const known = servers[place];
      if (known !== undefined && !known.instance.hasEnded()) return known;
      const server = newServer(world, delivery);
      servers[place] = server;
      return server;
    }

    async function push(payload: Uint8Array, atMs: number): Promise<void> {
      const messageId = String(++messages).padStart(16, "0");
      const message = {
        messageId,
        data: Buffer.from(payload.buffer, payload.byteOffset, payload.length).toString("base64"),
        publishTime: new Date(atMs).toISOString(),
      };
      for (let deliveryAttempt = 1; deliveryAttempt <= MOST_ATTEMPTS; deliveryAttempt++) {
        const body = { message, subscription: "projects/p/subscriptions/push", deliveryAttempt };
        const isAcknowledged = await answered(anyServer(), body);
        if (isAcknowledged && !plan.random.chance(plan.rates.answerLost)) {
          tally.settled++;
          return;
        }
        if (isAcknowledged) counts["acknowledgement lost"]++;
        tally.retried++;
        await clock.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (deliveryAttempt - 1)));
      }
      tally.discarded++;
      unseen.push(payload);
    }

    const pushed: Promise<void>[] = [];
    for (const { payload, atMs } of puts) {
      if (atMs > clock.nowMs()) await clock.sleep(atMs - clock.nowMs());
      tally.put++;
      pushed.push(push(payload, atMs));
    }
    await Promise.all(pushed);
  }

  return {
    async deliver(delivery) {
      const all = pushAll(delivery);
      await clock.runAll();
      await all;
    },
    tables: () => storedBy(firestoreReader(engine)),
    lakeRows: async () => messageRows(lake),
    givenUp: () => givenUpOf(letters, unseen),
    close,
  };
}

async function answered({ instance, endpoint }: Server, body: unknown): Promise<boolean> {
  instance.begin();
  let code = 0;
  const response = {
    status(given: number) {
      code = given;
      return response;
    },
    send: () => response,
    end: () => response,
  };
  try {
    await Promise.race([endpoint({ body } as never, response as never), instance.ended]);
    return code === 204;
  } catch (error) {
    if (error instanceof ProcessEnded) return false;
    throw error;
  }
}

function faulty(engine: DocumentCalls, instance: Instance): DocumentCalls {
  return {
    get: (...asked) => instance.call("store", () => engine.get(...asked)),
    put: (...asked) => instance.call("store", () => engine.put(...asked)),
    async putAll(documents, deadline) {
      const isLeftOut = instance.partly();
      if (isLeftOut === undefined) return instance.call("store", () => engine.putAll(documents, deadline));
      const left = new Set(documents.filter(isLeftOut));
      const taken = documents.filter((document) => !left.has(document));
      if (taken.length > 0) await instance.call("store", () => engine.putAll(taken, deadline));
      return documents.map((document) => (left.has(document) ? new GoogleStatus(UNAVAILABLE) : undefined));
    },
  };
}
