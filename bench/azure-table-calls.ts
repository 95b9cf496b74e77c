/**
 * What the tables on Azure cost in calls: simulated events in batches as the hub's trigger makes them (windows of seconds,
 * partitions the service routes to at random), through the store as it is, each call counted on its way. A test holds the counts against a real engine's.
 */

import type { TableCalls } from "../azure/tables/calls.ts";
import { type Entity, entityBytes } from "../azure/tables/entity.ts";
import { tableStore } from "../azure/tables/store.ts";
import { noDeadline } from "../shared/batch/deadline.ts";
import type { Row } from "../shared/row.ts";
import { simulatedRows } from "./simulated-rows.ts";
import { tablesInMemory } from "./tables-in-memory.ts";

export interface TableCallsMeasured {
  /** Each is billed, whatever it is. */
  readonly callsPerEvent: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly historyBytes: number;
  readonly cpuSecondsPerEvent: number;
}

export interface HubBatching {
  readonly partitions: number;
  readonly windowSeconds: number;
  /** What is written in the first of them fills places and index, and is not counted: a deployment begins once. */
  readonly warmUpSeconds: number;
}

const DAY_SECONDS = 86_400;
const HISTORY_WRITE = "upsert events";

/** `rows` in order of time. */
export async function azureTableCalls(
  rows: Iterable<Row>,
  calls: TableCalls,
  { partitions, windowSeconds, warmUpSeconds }: HubBatching,
): Promise<TableCallsMeasured> {
  let counts: Record<string, number> = {};
  let bytes = 0;
  const counted = counting(calls, (kind, entity) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind === HISTORY_WRITE) bytes += entityBytes(entity);
  });
  const store = tableStore({
    calls: counted,
    backOff: { wait: async () => {} },
    historyTtlSeconds: DAY_SECONDS,
    stateTtlSeconds: DAY_SECONDS,
    historyExcludedTypes: new Set(),
    stillPositions: undefined,
    nowMs: () => windowMs,
  });
  let [startMs, windowMs, events, isWarm, seed] = [0, 0, 0, false, 1];
  let cpu = process.cpuUsage();
  let batches: Row[][] = Array.from({ length: partitions }, () => []);
  const flush = async () => {
    for (const batch of batches) if (batch.length > 0) await store.write(batch, noDeadline);
    batches = Array.from({ length: partitions }, () => []);
  };
  for (const row of rows) {
    if (startMs === 0) [startMs, windowMs] = [row.received_at, row.received_at];
    if (row.received_at >= windowMs + windowSeconds * 1_000) {
      await flush();
      windowMs = row.received_at;
      if (!isWarm && row.received_at - startMs >= warmUpSeconds * 1_000) {
        [isWarm, events, counts, bytes, cpu] = [true, 0, {}, 0, process.cpuUsage()];
      }
    }
    // The multiplicative generator of Park and Miller: any that spreads will do.
    seed = (seed * 48_271) % 2_147_483_647;
    batches[seed % partitions]?.push(row);
    events++;
  }
  await flush();
  const { user, system } = process.cpuUsage(cpu);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    callsPerEvent: total / events,
    byKind: Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, count / events])),
    historyBytes: bytes / events,
    cpuSecondsPerEvent: (user + system) / 1e6 / events,
  };
}

function counting(calls: TableCalls, count: (kind: string, entity: Entity) => void): TableCalls {
  return Object.fromEntries(
    Object.entries(calls).map(([kind, call]) => [
      kind,
      (table: string, ...rest: unknown[]) => {
        count(`${kind} ${table.replace(/\d+$/, "")}`, rest[0] as Entity);
        return (call as (...args: unknown[]) => unknown)(table, ...rest);
      },
    ]),
  ) as unknown as TableCalls;
}

/** The batches the model reckons with: what 30 seconds bring at a low rate, and a thousand events a partition at a high one. */
export const measured = [
  { eventsPerSecond: 100, seconds: 150, warmUpSeconds: 60, windowSeconds: 30 },
  { eventsPerSecond: 1_000, seconds: 40, warmUpSeconds: 16, windowSeconds: 8 },
];

if (import.meta.main)
  for (const { eventsPerSecond, seconds, ...batching } of measured) {
    const rows = simulatedRows({ eventsPerSecond, seconds });
    console.log({ ...batching, ...(await azureTableCalls(rows, tablesInMemory(), { partitions: 8, ...batching })) });
  }
