/** A look at the whole state table, a page of at most 1 MB in memory at a time. */
import type { DynamoDbReadCalls } from "../../functions/dynamodb/read-calls.ts";
import { ARRIVAL, hear, type LastHeard } from "./tenant-silence.ts";

interface Look {
  readonly scan: DynamoDbReadCalls["scan"];
  readonly table: string;
  /** Waits as long as so many read units shall take. */
  readonly pace: (units: number) => Promise<void>;
}

/**
 * Eventually consistent, which is half the price, in one segment: 15 minutes are enough for some ten million items. An item
 * is billed whole whatever is projected; what is not sent need not be parsed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html
 */
export async function lookAtTenants({ scan, table, pace }: Look): Promise<LastHeard> {
  const lastHeard: LastHeard = new Map();
  let start: Awaited<ReturnType<Look["scan"]>>["LastEvaluatedKey"];
  do {
    const page = await scan({
      TableName: table,
      ProjectionExpression: `pk, ${ARRIVAL}`,
      ReturnConsumedCapacity: "TOTAL",
      ...(start !== undefined && { ExclusiveStartKey: start }),
    });
    hear(lastHeard, page.Items ?? []);
    start = page.LastEvaluatedKey;
    if (start !== undefined) await pace(page.ConsumedCapacity?.CapacityUnits ?? 0);
  } while (start !== undefined);
  return lastHeard;
}
