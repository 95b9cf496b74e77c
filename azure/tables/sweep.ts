/**
 * What a timer takes away: whole months of history once every event in them has expired, state of people not seen for
 * long, and entries of the index by place that the state no longer says. Safe to run at any time, twice, or beside writes.
 */
import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { isConflict } from "../azure-errors.ts";
import type { StoredEntity, TableReadCalls } from "./calls.ts";
import { placeIndexEntryOf, stateEntityKey } from "./keys.ts";
import { indexKeyOf, stateOfEntity } from "./state-entity.ts";
import { BY_PLACE_TABLE, EXPIRES_AT, expiryText, isExpired, isHistory, STATE_TABLE } from "./tables.ts";

const CONCURRENT_DELETES = 32;
const AT_ONCE = 1_000;
/** An entry is written before its state: one that is younger may be ahead of it. */
const INDEX_GRACE_MS = 3_600_000;

export interface Swept {
  /** Tables of history dropped. */
  readonly months: number;
  readonly state: number;
  readonly index: number;
  /** Events in the tables for wrong clocks. */
  readonly events: number;
}

export async function sweep(calls: TableReadCalls, nowMs: number, historyTtlSeconds: number): Promise<Swept> {
  const expired = `${EXPIRES_AT} lt '${expiryText(Math.floor(nowMs / 1_000))}'`;
  let [months, events] = [0, 0];
  const tables: string[] = [];
  for await (const table of calls.tables()) if (isHistory(table)) tables.push(table);
  for (const table of tables) {
    if (isExpired(table, nowMs, historyTtlSeconds)) {
      await calls.dropTable(table);
      months++;
    } else if (!/\d$/.test(table)) events += await removeAll(calls, table, calls.query(table, expired));
  }
  const state = await removeAll(calls, STATE_TABLE, calls.query(STATE_TABLE, expired));
  const index = await removeAll(calls, BY_PLACE_TABLE, staleEntries(calls, nowMs));
  return { months, events, state, index };
}

async function* staleEntries(calls: TableReadCalls, nowMs: number): AsyncIterable<StoredEntity> {
  const old = `Timestamp lt datetime'${new Date(nowMs - INDEX_GRACE_MS).toISOString()}'`;
  for await (const entity of calls.query(BY_PLACE_TABLE, old)) {
    const { key } = placeIndexEntryOf(entity);
    const state = await calls.get(STATE_TABLE, stateEntityKey(key), noDeadline);
    const current = state && indexKeyOf(stateOfEntity(state, undefined));
    if (current?.partitionKey !== entity.partitionKey || current.rowKey !== entity.rowKey) yield entity;
  }
}

/** Only what is as it was read: an entity written since stays. */
async function removeAll(calls: TableReadCalls, table: string, entities: AsyncIterable<StoredEntity>): Promise<number> {
  let removed = 0;
  let waiting: StoredEntity[] = [];
  const flush = async () => {
    await forEachConcurrently(waiting, CONCURRENT_DELETES, async (entity) => {
      try {
        await calls.remove(table, entity, noDeadline, entity.etag);
        removed++;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    });
    waiting = [];
  };
  for await (const entity of entities) {
    waiting.push(entity);
    if (waiting.length === AT_ONCE) await flush();
  }
  await flush();
  return removed;
}
