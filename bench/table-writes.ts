/**
 * What the tables' writes cost: simulated events in batches as the deployed mapping makes them (windows of seconds, four
 * shards, keys at random), through the store as it is, against tables in memory that meter every put.
 */
import type { DynamoDbCalls } from "../functions/dynamodb/calls.ts";
import type { Item } from "../functions/dynamodb/item.ts";
import { keyOfItem } from "../functions/dynamodb/keys.ts";
import { dynamoDbStore } from "../functions/dynamodb/store.ts";
import { writeMeter } from "../local/aws/stand-ins/dynamodb/write-meter.ts";
import { noDeadline } from "../shared/batch/deadline.ts";
import type { Row } from "../shared/row.ts";

export interface TableWrites {
  readonly history: { readonly unitsPerEvent: number };
  /** `unitsPerWrite` with the index, whose own are `indexUnitsPerWrite`. */
  readonly state: {
    readonly writesPerEvent: number;
    readonly unitsPerWrite: number;
    readonly indexUnitsPerWrite: number;
    readonly readsPerWrite: number;
  };
}

export interface Batching {
  readonly shards: number;
  readonly windowSeconds: number;
  /** What is written in the first of them fills the index and is not counted: a deployment begins once. */
  readonly warmUpSeconds: number;
}

const TABLES = { eventsTable: "events", stateTable: "state", placesTable: "places" };
const DAY_SECONDS = 86_400;

/** `rows` in order of time. */
export async function tableWrites(
  rows: Iterable<Row>,
  { shards, windowSeconds, warmUpSeconds }: Batching,
): Promise<TableWrites> {
  const meter = writeMeter();
  const memory = memoryTables(meter);
  const store = dynamoDbStore({
    ...TABLES,
    historyTtlSeconds: DAY_SECONDS,
    stateTtlSeconds: DAY_SECONDS,
    calls: memory.calls,
    backOff: { wait: async () => {} },
  });
  let [startMs, windowMs, events, isWarm, seed] = [0, 0, 0, false, 1];
  let batches: Row[][] = [];
  const flush = async () => {
    for (const batch of batches) if (batch.length > 0) await store.write(batch, noDeadline);
    batches = Array.from({ length: shards }, () => []);
  };
  await flush();
  for (const row of rows) {
    if (startMs === 0) [startMs, windowMs] = [row.received_at, row.received_at];
    if (row.received_at >= windowMs + windowSeconds * 1_000) {
      await flush();
      windowMs = row.received_at;
      if (!isWarm && row.received_at - startMs >= warmUpSeconds * 1_000) {
        [isWarm, events] = [true, 0];
        meter.reset();
        memory.resetReads();
      }
    }
    // The multiplicative generator of Park and Miller: any that spreads will do.
    seed = (seed * 48_271) % 2_147_483_647;
    batches[seed % shards]?.push(row);
    events++;
  }
  await flush();
  const [history, state] = [meter.costOf(TABLES.eventsTable), meter.costOf(TABLES.stateTable)];
  return {
    history: { unitsPerEvent: history.units / events },
    state: {
      writesPerEvent: state.writes / events,
      unitsPerWrite: state.units / state.writes,
      indexUnitsPerWrite: state.indexUnits / state.writes,
      readsPerWrite: memory.reads() / state.writes,
    },
  };
}

/** Puts and gets, with the one condition in which a later put meets an earlier one: newer wins. */
function memoryTables(meter: ReturnType<typeof writeMeter>) {
  const items = new Map<string, Item>();
  const keyOf = (table: string | undefined, item: Item | undefined) => {
    const { pk, sk } = keyOfItem(item ?? {});
    return `${table}\n${pk}\n${sk}`;
  };
  let reads = 0;
  const calls: DynamoDbCalls = {
    async batchWriteItem({ RequestItems = {} }) {
      for (const [table, requests] of Object.entries(RequestItems))
        for (const { PutRequest } of requests) meter.put(table, PutRequest?.Item ?? {});
      return { $metadata: {} };
    },
    async putItem({ TableName = "", Item: item = {}, ConditionExpression = "" }) {
      const key = keyOf(TableName, item);
      const before = items.get(key);
      const isNewer = before === undefined || String(before.version?.S) < String(item.version?.S);
      if (ConditionExpression.includes("<") && !isNewer) {
        meter.refused(TableName, item);
        throw Object.assign(new Error("not newer"), { name: "ConditionalCheckFailedException" });
      }
      items.set(key, item);
      meter.put(TableName, item);
      return { $metadata: {} };
    },
    async getItem({ TableName, Key }) {
      if (TableName === TABLES.stateTable) reads++;
      const item = items.get(keyOf(TableName, Key));
      return item === undefined ? { $metadata: {} } : { $metadata: {}, Item: item };
    },
  };
  return {
    calls,
    reads: () => reads,
    resetReads() {
      reads = 0;
    },
  };
}
