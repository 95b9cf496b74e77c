/**
 * History: one item per event, keyed so that the same event written twice is the same item.
 *
 * BatchWriteItem takes 25 items, knows no conditions, answers what it did not get to as UnprocessedItems, and refuses
 * the whole call for one bad item or a key that comes twice:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import type { BackOff } from "../../shared/batch/back-off.ts";
import { chunksOf, forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { errorName } from "../../shared/error-name.ts";
import { type Rejected, rejected, retry } from "../../shared/outcome.ts";
import type { Deadline, EventSink, FailedWrite } from "../../shared/ports.ts";
import type { Row } from "../../shared/row.ts";
import { eventKeyOf } from "../../shared/state/keys.ts";
import { isPassing, isRefusal } from "../aws-errors.ts";
import type { DynamoDbCalls } from "./calls.ts";
import { type Item, itemBytes, itemOf, MAX_ITEM_BYTES } from "./item.ts";
import { eventKeyText, keyProblem } from "./keys.ts";
import { EXPIRES_AT } from "./tables.ts";

const MAX_ITEMS_PER_CALL = 25;
const CONCURRENT_CALLS = 8;
/** With full jitter the waits add up to about 4 s, less when time runs out before. */
const MAX_ATTEMPTS = 9;

interface Entry {
  readonly index: number;
  readonly item: Item;
}

export interface HistoryTable {
  readonly calls: Pick<DynamoDbCalls, "batchWriteItem">;
  readonly table: string;
  readonly ttlSeconds: number;
  readonly backOff: BackOff;
}

export function dynamoDbHistory(history: HistoryTable): EventSink {
  return {
    async write(rows, deadline) {
      const failures: FailedWrite[] = [];
      const entries: Entry[] = [];
      for (const [index, row] of rows.entries()) {
        const item = historyItem(row, history.ttlSeconds);
        const fate = itemProblem(row, item);
        if (fate === undefined) entries.push({ index, item });
        else failures.push({ index, fate });
      }
      await forEachConcurrently(chunksOf(entries, MAX_ITEMS_PER_CALL), CONCURRENT_CALLS, async (chunk) => {
        failures.push(...(await writeChunk(chunk, history, deadline)));
      });
      return failures;
    },
  };
}

export function historyItem(row: Row, ttlSeconds: number): Item {
  const item = itemOf(row);
  const { pk, sk } = eventKeyText(eventKeyOf(row));
  item.pk = { S: pk };
  item.sk = { S: sk };
  item[EXPIRES_AT] = { N: String(Math.ceil(row.occurred_at / 1_000) + ttlSeconds) };
  return item;
}

/** Why DynamoDB would refuse the item for ever, if it would. */
function itemProblem(row: Row, item: Item): Rejected | undefined {
  const bytes = itemBytes(item);
  if (bytes <= MAX_ITEM_BYTES) return keyProblem(eventKeyText(eventKeyOf(row)));
  const message = `the history item has ${bytes} bytes, more than the ${MAX_ITEM_BYTES} DynamoDB takes`;
  return rejected({ stage: "write", code: "item-too-large", message });
}

async function writeChunk(
  chunk: readonly Entry[],
  history: HistoryTable,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  let left = chunk;
  let why = "items stayed unprocessed";
  for (let attempt = 0; attempt < MAX_ATTEMPTS && left.length > 0; attempt++) {
    if (attempt > 0) await history.backOff.wait(attempt, deadline);
    if (deadline.expired()) return retryAll(left, "time was up before the history was written");
    try {
      left = await writeOnce(left, history, deadline);
    } catch (error) {
      if (isRefusal(error)) return left.length === 1 ? refuseAll(left) : writeOneByOne(left, history, deadline);
      if (!isPassing(error)) return retryAll(left, `the history table did not take the items (${errorName(error)})`);
      why = errorName(error);
    }
  }
  return retryAll(left, `the history table is throttled (${why})`);
}

/** Answers the entries that were not processed. */
async function writeOnce(
  entries: readonly Entry[],
  { calls, table }: HistoryTable,
  deadline: Deadline,
): Promise<readonly Entry[]> {
  const requests = entries.map(({ item }): WriteRequest => ({ PutRequest: { Item: item } }));
  const { UnprocessedItems } = await calls.batchWriteItem({ RequestItems: { [table]: requests } }, deadline);
  const unprocessed = UnprocessedItems?.[table] ?? [];
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
  history: HistoryTable,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  for (const entry of entries) failures.push(...(await writeChunk([entry], history, deadline)));
  return failures;
}

function retryAll(entries: readonly Entry[], message: string): readonly FailedWrite[] {
  return entries.map(({ index }) => ({ index, fate: retry(message) }));
}

function refuseAll(entries: readonly Entry[]): readonly FailedWrite[] {
  const message = "DynamoDB refused the history item as invalid";
  const fate = rejected({ stage: "write", code: "write-refused", message });
  return entries.map(({ index }) => ({ index, fate }));
}
