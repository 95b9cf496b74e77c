/**
 * History: one item per event, keyed so that the same event written twice is the same item.
 *
 * BatchWriteItem takes 25 items, knows no conditions, answers what it did not get to as UnprocessedItems, and refuses
 * the whole call for one bad item or a key that comes twice:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import { chunksOf, forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { errorName } from "../../shared/error-name.ts";
import type { Deadline, WriteFailure } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { subjectKey, versionOf } from "../../shared/state/keys.ts";
import { isPassing, isRefusal } from "../aws-errors.ts";
import { type Item, itemBytes, itemOf, MAX_ITEM_BYTES } from "./item.ts";
import type { DynamoDb } from "./store.ts";
import { EXPIRES_AT } from "./tables.ts";

const MAX_ITEMS_PER_CALL = 25;
const CONCURRENT_CALLS = 8;
/** With full jitter the waits add up to about 4 s, less when time runs out before. */
const MAX_ATTEMPTS = 9;

interface Entry {
  readonly index: number;
  readonly item: Item;
}

/** Writes every row; answers those that are not stored. */
export async function writeHistory(
  rows: readonly Row[],
  db: DynamoDb,
  deadline: Deadline,
): Promise<readonly WriteFailure[]> {
  const failures: WriteFailure[] = [];
  const entries: Entry[] = [];
  for (const [index, row] of rows.entries()) {
    const item = historyItem(row, db.historyTtlSeconds);
    const bytes = itemBytes(item);
    if (bytes <= MAX_ITEM_BYTES) entries.push({ index, item });
    else failures.push({ index, rejection: tooLarge(bytes) });
  }
  await forEachConcurrently(chunksOf(entries, MAX_ITEMS_PER_CALL), CONCURRENT_CALLS, async (chunk) => {
    failures.push(...(await writeChunk(chunk, db, deadline)));
  });
  return failures;
}

export function historyItem(row: Row, ttlSeconds: number): Item {
  const item = itemOf(row);
  item.pk = { S: subjectKey(row) };
  item.sk = { S: versionOf(row) };
  item[EXPIRES_AT] = { N: String(Math.ceil(row.occurred_at / 1_000) + ttlSeconds) };
  return item;
}

function tooLarge(bytes: number) {
  return {
    stage: "write",
    code: "item-too-large",
    message: `the history item has ${bytes} bytes, more than the ${MAX_ITEM_BYTES} DynamoDB takes`,
  } as const;
}

async function writeChunk(chunk: readonly Entry[], db: DynamoDb, deadline: Deadline): Promise<readonly WriteFailure[]> {
  let left = chunk;
  let why = "items stayed unprocessed";
  for (let attempt = 0; attempt < MAX_ATTEMPTS && left.length > 0; attempt++) {
    if (attempt > 0) await db.backOff.wait(attempt, deadline);
    if (deadline.expired()) return retryAll(left, "time was up before the history was written");
    try {
      left = await writeOnce(left, db);
    } catch (error) {
      if (isRefusal(error)) return left.length === 1 ? refuseAll(left) : writeOneByOne(left, db, deadline);
      if (!isPassing(error)) return retryAll(left, `the history table did not take the items (${errorName(error)})`);
      why = errorName(error);
    }
  }
  return retryAll(left, `the history table is throttled (${why})`);
}

/** Answers the entries that were not processed. */
async function writeOnce(entries: readonly Entry[], db: DynamoDb): Promise<readonly Entry[]> {
  const requests = entries.map(({ item }): WriteRequest => ({ PutRequest: { Item: item } }));
  const { UnprocessedItems } = await db.calls.batchWriteItem({ RequestItems: { [db.eventsTable]: requests } });
  const unprocessed = UnprocessedItems?.[db.eventsTable] ?? [];
  if (unprocessed.length === 0) return [];
  const keys = new Set(unprocessed.map(({ PutRequest }) => keyOf(PutRequest?.Item ?? {})));
  const left = entries.filter(({ item }) => keys.has(keyOf(item)));
  // Should an item come back under a key nobody sent, it is not known which: all are written again.
  return left.length === unprocessed.length ? left : entries;
}

function keyOf({ pk, sk }: Item): string {
  return `${pk?.S}\n${sk?.S}`;
}

/** One item the service refuses must not take 24 good ones with it. */
async function writeOneByOne(
  entries: readonly Entry[],
  db: DynamoDb,
  deadline: Deadline,
): Promise<readonly WriteFailure[]> {
  const failures: WriteFailure[] = [];
  for (const entry of entries) failures.push(...(await writeChunk([entry], db, deadline)));
  return failures;
}

function retryAll(entries: readonly Entry[], retry: string): readonly WriteFailure[] {
  return entries.map(({ index }) => ({ index, retry }));
}

function refuseAll(entries: readonly Entry[]): readonly WriteFailure[] {
  const rejection = {
    stage: "write",
    code: "write-refused",
    message: "DynamoDB refused the history item as invalid",
  } as const;
  return entries.map(({ index }) => ({ index, rejection }));
}
