/**
 * Putting many items into one table. BatchWriteItem takes 25, knows no conditions, answers what it did not get to as
 * UnprocessedItems, and refuses the whole call for one bad item or a key that comes twice:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import type { BackOff } from "../../shared/batch/back-off.ts";
import { chunksOf, forEachConcurrently } from "../../shared/batch/concurrency.ts";
import { errorName } from "../../shared/error-name.ts";
import { type Rejected, rejected, retry } from "../../shared/outcome.ts";
import type { Deadline, FailedWrite } from "../../shared/ports.ts";
import { isPassing, isRefusal } from "../aws-errors.ts";
import type { DynamoDbCalls } from "./calls.ts";
import { type Item, MAX_ITEM_BYTES } from "./item.ts";
import { itemBytes } from "./item-bytes.ts";
import { keyOfItem, keyProblem } from "./keys.ts";

const MAX_ITEMS_PER_CALL = 25;
const CONCURRENT_CALLS = 8;
/** With full jitter the waits add up to about 4 s, less when time runs out before. */
const MAX_ATTEMPTS = 9;

export interface BatchWriter {
  readonly calls: Pick<DynamoDbCalls, "batchWriteItem">;
  readonly table: string;
  /** What the table holds, for messages: `history`. */
  readonly what: string;
  readonly backOff: BackOff;
}

interface Entry {
  readonly index: number;
  readonly item: Item;
}

/** `index` of a failure is that of the item. */
export async function putAll(
  items: readonly Item[],
  writer: BatchWriter,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  const entries: Entry[] = [];
  for (const [index, item] of items.entries()) {
    const fate = itemProblem(item, writer.what);
    if (fate === undefined) entries.push({ index, item });
    else failures.push({ index, fate });
  }
  await forEachConcurrently(chunksOf(entries, MAX_ITEMS_PER_CALL), CONCURRENT_CALLS, async (chunk) => {
    failures.push(...(await writeChunk(chunk, writer, deadline)));
  });
  return failures;
}

/** Why DynamoDB would refuse the item for ever, if it would. */
function itemProblem(item: Item, what: string): Rejected | undefined {
  const bytes = itemBytes(item);
  if (bytes <= MAX_ITEM_BYTES) return keyProblem(keyOfItem(item));
  const message = `the ${what} item has ${bytes} bytes, more than the ${MAX_ITEM_BYTES} DynamoDB takes`;
  return rejected({ stage: "write", code: "item-too-large", message });
}

async function writeChunk(
  chunk: readonly Entry[],
  writer: BatchWriter,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  let left = chunk;
  let why = "items stayed unprocessed";
  for (let attempt = 0; attempt < MAX_ATTEMPTS && left.length > 0; attempt++) {
    if (attempt > 0) await writer.backOff.wait(attempt, deadline);
    if (deadline.expired()) return retryAll(left, `time was up before the ${writer.what} was written`);
    try {
      left = await writeOnce(left, writer, deadline);
    } catch (error) {
      if (isRefusal(error))
        return left.length === 1 ? refuseAll(left, writer.what) : writeOneByOne(left, writer, deadline);
      if (!isPassing(error))
        return retryAll(left, `the ${writer.what} table did not take the items (${errorName(error)})`);
      why = errorName(error);
    }
  }
  return retryAll(left, `the ${writer.what} table is throttled (${why})`);
}

/** Answers the entries that were not processed. */
async function writeOnce(
  entries: readonly Entry[],
  { calls, table }: BatchWriter,
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
  writer: BatchWriter,
  deadline: Deadline,
): Promise<readonly FailedWrite[]> {
  const failures: FailedWrite[] = [];
  for (const entry of entries) failures.push(...(await writeChunk([entry], writer, deadline)));
  return failures;
}

function retryAll(entries: readonly Entry[], message: string): readonly FailedWrite[] {
  return entries.map(({ index }) => ({ index, fate: retry(message) }));
}

function refuseAll(entries: readonly Entry[], what: string): readonly FailedWrite[] {
  const message = `DynamoDB refused the ${what} item as invalid`;
  const fate = rejected({ stage: "write", code: "write-refused", message });
  return entries.map(({ index }) => ({ index, fate }));
}
