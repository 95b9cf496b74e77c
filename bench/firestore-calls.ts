/**
 * What the tables on Google Cloud cost: simulated events in batches as the function gathers them (windows of milliseconds,
 * instances the service routes to at random), through the store as it is, on the embedded engine, each document counted.
 */
import type { DocumentCalls } from "../gcp/firestore/calls.ts";
import { firestoreDatabase } from "../gcp/firestore/client.ts";
import { PLACE, SLOT } from "../gcp/firestore/collections.ts";
import { type Document, documentBytes, textOf } from "../gcp/firestore/document.ts";
import { firestoreCalls } from "../gcp/firestore/sdk-calls.ts";
import { firestoreStore } from "../gcp/firestore/store.ts";
import { startFirestore } from "../local/gcp/firestore/server.ts";
import { noDeadline } from "../shared/batch/deadline.ts";
import type { Row } from "../shared/row.ts";
import { simulatedRows } from "./simulated-rows.ts";

/** All of an event. */
export interface FirestoreMeasured {
  /** Of a document, each of 1 KiB begun. */
  readonly historyUnits: number;
  readonly historyBytes: number;
  readonly stateWrites: number;
  /** As above, without those of the index. */
  readonly stateUnits: number;
  /** Of every write of a document that is found by its place: whether one that stays in its slot is billed is not told. */
  readonly indexUnits: number;
  /** Those of the index where only an entry that changes is billed. */
  readonly changedIndexUnits: number;
  readonly placeUnits: number;
  /** Of 4 KiB; a document that is not there costs one, too. */
  readonly readUnits: number;
  /** Of this thread: the store and its client, without the engine. */
  readonly cpuSeconds: number;
}

export interface Gathering {
  readonly instances: number;
  readonly windowMs: number;
  /** What is written in the first of them fills places and state, and is not counted: a deployment begins once. */
  readonly warmUpSeconds: number;
}

const DAY_SECONDS = 86_400;
const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4_096;

type Counts = { -readonly [Name in keyof FirestoreMeasured]: number };

/** `rows` in order of time. */
export async function firestoreMeasured(
  rows: Iterable<Row>,
  calls: DocumentCalls,
  { instances, windowMs, warmUpSeconds }: Gathering,
): Promise<FirestoreMeasured> {
  const meter = metering(calls);
  let [startMs, sinceMs, events, isWarm, seed] = [0, 0, 0, false, 1];
  const stores = Array.from({ length: instances }, () =>
    firestoreStore({
      calls: meter.calls,
      backOff: { wait: async () => {} },
      historyTtlSeconds: DAY_SECONDS,
      stateTtlSeconds: DAY_SECONDS,
      historyExcludedTypes: new Set(),
      stillPositions: undefined,
      nowMs: () => sinceMs,
    }),
  );
  let cpu = process.threadCpuUsage();
  let batches: Row[][] = stores.map(() => []);
  const flush = async () => {
    await Promise.all(stores.map((store, at) => store.write(batches[at] ?? [], noDeadline)));
    batches = stores.map(() => []);
  };
  for (const row of rows) {
    if (startMs === 0) [startMs, sinceMs] = [row.received_at, row.received_at];
    if (row.received_at >= sinceMs + windowMs) {
      await flush();
      sinceMs = row.received_at;
      if (!isWarm && row.received_at - startMs >= warmUpSeconds * 1_000) {
        [isWarm, events, cpu] = [true, 0, process.threadCpuUsage()];
        meter.reset();
      }
    }
    // The multiplicative generator of Park and Miller: any that spreads will do.
    seed = (seed * 48_271) % 2_147_483_647;
    batches[seed % instances]?.push(row);
    events++;
  }
  await flush();
  const { user, system } = process.threadCpuUsage(cpu);
  const counts = { ...meter.counts(), cpuSeconds: (user + system) / 1e6 };
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, count / events]),
  ) as unknown as FirestoreMeasured;
}

function metering(calls: DocumentCalls) {
  let counts = none();
  const entries = new Map<string, string>();

  function countPut(document: Document): void {
    const bytes = documentBytes(document);
    const units = unitsOf(bytes, WRITE_UNIT_BYTES);
    if (document.collection === "events") {
      counts.historyUnits += units;
      counts.historyBytes += bytes;
    } else if (document.collection === "places") counts.placeUnits += units;
    else countState(document, units);
  }

  function countState({ id, fields }: Document, units: number): void {
    counts.stateWrites++;
    counts.stateUnits += units;
    const place = textOf(fields, PLACE);
    const entry = place === undefined ? "" : `${place} ${fields[SLOT]}`;
    if (entry !== "") counts.indexUnits++;
    if (entry !== (entries.get(id) ?? "")) counts.changedIndexUnits++;
    entries.set(id, entry);
  }

  const metered: DocumentCalls = {
    async get(collection, id, deadline) {
      const found = await calls.get(collection, id, deadline);
      counts.readUnits += found === undefined ? 1 : unitsOf(documentBytes(found), READ_UNIT_BYTES);
      return found;
    },
    async put(document, revision, deadline) {
      await calls.put(document, revision, deadline);
      countPut(document);
    },
    async putAll(documents, deadline) {
      const errors = await calls.putAll(documents, deadline);
      for (const document of documents) countPut(document);
      return errors;
    },
  };
  return {
    calls: metered,
    counts: () => counts,
    reset() {
      counts = none();
    },
  };
}

function none(): Counts {
  return {
    historyUnits: 0,
    historyBytes: 0,
    stateWrites: 0,
    stateUnits: 0,
    indexUnits: 0,
    changedIndexUnits: 0,
    placeUnits: 0,
    readUnits: 0,
    cpuSeconds: 0,
  };
}

function unitsOf(bytes: number, unit: number): number {
  return Math.max(1, Math.ceil(bytes / unit));
}

/** One instance takes what few events there are; of many, two do. */
const measured = [
  { eventsPerSecond: 50, seconds: 200, warmUpSeconds: 80, windowMs: 50, instances: 1 },
  { eventsPerSecond: 500, seconds: 40, warmUpSeconds: 16, windowMs: 50, instances: 2 },
];

if (import.meta.main)
  for (const { eventsPerSecond, seconds, ...gathering } of measured) {
    const server = await startFirestore({ port: 0 });
    const database = firestoreDatabase({ project: "p", database: "(default)", emulatorHost: server.endpoint });
    const rows = simulatedRows({ eventsPerSecond, seconds });
    console.log({ eventsPerSecond, ...gathering });
    console.log(await firestoreMeasured(rows, firestoreCalls(database), gathering));
    await database.client.close();
    await server.close();
  }
