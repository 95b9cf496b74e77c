/**
 * State: one item per subject and aspect, folded per batch to the newest before anything is sent.
 *
 * Replaced aspects are one conditional put: a newer item in the table makes the condition fail, and that is success.
 * Merged aspects are read, joined and put back on condition that nobody else did so in between.
 */

import { forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { errorName } from "../../shared/error-name.ts";
import type { Deadline, WriteFailure } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { type Aspect, isFoundByPlace, isPersonal } from "../../shared/state/aspects.ts";
import { foldState, type StateWrite } from "../../shared/state/fold.ts";
import { occupantKey, placeKey } from "../../shared/state/keys.ts";
import {
  join,
  type MergedState,
  olderVersions,
  restoreState,
  rowOf as rowOfState,
} from "../../shared/state/merged-state.ts";
import { isConditionFailure, isRefusal } from "../aws-errors.ts";
import { type Item, itemOf, rowOf } from "./item.ts";
import type { DynamoDb } from "./store.ts";
import { BY_LOCATION_KEY, EXPIRES_AT } from "./tables.ts";

const CONCURRENT_WRITES = 32;
/** Two functions rarely meet on one item; more than this many times in a row is contention that a replay resolves. */
const MAX_MERGE_ATTEMPTS = 6;

/** Writes the state the rows leave, without those `refused`; a write that fails takes along every row it was folded from. */
export async function writeState(
  rows: readonly Row[],
  refused: ReadonlySet<number>,
  db: DynamoDb,
  deadline: Deadline,
): Promise<readonly WriteFailure[]> {
  const failures: WriteFailure[] = [];
  const nowMs = Date.now();
  const write = async (change: StateWrite) => {
    const failure = await attempt(change, db, deadline);
    if (failure === undefined) return;
    if ("rejection" in failure && change.sources.length > 1) {
      // One row that cannot be merged must not take the others with it.
      for (const index of change.sources) {
        const alone = foldState(rows, nowMs, (other) => other === index).filter(
          ({ aspect }) => aspect === change.aspect,
        );
        for (const single of alone) await write(single);
      }
    } else for (const index of change.sources) failures.push({ index, ...failure });
  };
  await forEachConcurrently(
    foldState(rows, nowMs, (index) => !refused.has(index)),
    CONCURRENT_WRITES,
    write,
  );
  return failures;
}

type Failure = { readonly retry: string } | Pick<Extract<WriteFailure, { rejection: unknown }>, "rejection">;

async function attempt(write: StateWrite, db: DynamoDb, deadline: Deadline): Promise<Failure | undefined> {
  if (deadline.expired()) return { retry: "time was up before the state was written" };
  try {
    if (write.kind === "merge") return await merge(write.pk, write.aspect, write.state, db, deadline);
    await putIfNewer(write.pk, write.aspect, write.version, write.row, db);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) {
      return {
        rejection: { stage: "write", code: "write-refused", message: "DynamoDB refused the state item as invalid" },
      };
    }
    return { retry: `the state table did not take the item (${errorName(error)})` };
  }
}

async function putIfNewer(pk: string, aspect: Aspect, version: string, row: Row, db: DynamoDb): Promise<void> {
  try {
    await db.calls.putItem({
      TableName: db.stateTable,
      Item: stateItem(pk, aspect, version, row, db.stateTtlSeconds),
      ConditionExpression: "attribute_not_exists(pk) OR #version < :version",
      ExpressionAttributeNames: { "#version": VERSION },
      ExpressionAttributeValues: { ":version": { S: version } },
    });
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
  }
}

async function merge(
  pk: string,
  aspect: Aspect,
  said: MergedState,
  db: DynamoDb,
  deadline: Deadline,
): Promise<Failure | undefined> {
  for (let attempts = 0; attempts < MAX_MERGE_ATTEMPTS; attempts++) {
    if (attempts > 0) await db.backOff.wait(attempts, deadline);
    const stored = await readMerged(pk, aspect, db);
    const state = stored === undefined ? said : join(stored.state, said);
    if (state === stored?.state || (await putIfUnchanged(pk, aspect, state, stored?.item, db))) return undefined;
  }
  return { retry: "the state item kept changing while it was merged" };
}

async function readMerged(
  pk: string,
  aspect: Aspect,
  db: DynamoDb,
): Promise<{ item: Item; state: MergedState } | undefined> {
  const { Item: item } = await db.calls.getItem({
    TableName: db.stateTable,
    Key: { pk: { S: pk }, sk: { S: aspect } },
    ConsistentRead: true,
  });
  if (item === undefined) return undefined;
  const versions = JSON.parse(item[READING_VERSIONS]?.S ?? "{}") as Record<string, string>;
  return { item, state: restoreState(rowOf(item), item[VERSION]?.S ?? "", versions) };
}

/** The versions say all there is to know of an item's content, so they are what must be unchanged. */
async function putIfUnchanged(
  pk: string,
  aspect: Aspect,
  state: MergedState,
  stored: Item | undefined,
  db: DynamoDb,
): Promise<boolean> {
  const item = stateItem(pk, aspect, state.version, rowOfState(state), db.stateTtlSeconds);
  item[READING_VERSIONS] = { S: versionsText(olderVersions(state)) };
  try {
    await db.calls.putItem({ TableName: db.stateTable, Item: item, ...unchanged(stored) });
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

function unchanged(stored: Item | undefined) {
  if (stored === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  return {
    ConditionExpression: "#version = :version AND #readings = :readings",
    ExpressionAttributeNames: { "#version": VERSION, "#readings": READING_VERSIONS },
    ExpressionAttributeValues: {
      ":version": stored[VERSION] ?? { S: "" },
      ":readings": stored[READING_VERSIONS] ?? { S: "" },
    },
  };
}

function versionsText(versions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** `occurred_at#record_uid` of the newest event. */
const VERSION = "version";
/** JSON from reading to its version, for readings older than the newest event. */
const READING_VERSIONS = "reading_versions";

function stateItem(pk: string, aspect: Aspect, version: string, row: Row, personalTtlSeconds: number): Item {
  const item = itemOf(row);
  item.pk = { S: pk };
  item.sk = { S: aspect };
  item[VERSION] = { S: version };
  if (isPersonal(row)) item[EXPIRES_AT] = { N: String(Math.ceil(row.occurred_at / 1_000) + personalTtlSeconds) };
  const place = placeKey(row);
  if (place !== undefined && isFoundByPlace(row)) {
    item[BY_LOCATION_KEY.partition] = { S: place };
    item[BY_LOCATION_KEY.sort] = { S: occupantKey(row, aspect) };
  }
  return item;
}
