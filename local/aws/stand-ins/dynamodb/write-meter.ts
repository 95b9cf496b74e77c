/**
 * What writes cost, worked out from the items themselves as AWS documents it:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (items) and
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes (index)
 */
import type { BatchWriteItemCommandInput, DynamoDBClient, PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../../../functions/dynamodb/item.ts";
import { itemBytes, WRITE_UNIT_BYTES } from "../../../../functions/dynamodb/item-bytes.ts";
import { keyOfItem } from "../../../../functions/dynamodb/keys.ts";
import { BY_LOCATION_KEY } from "../../../../functions/dynamodb/tables.ts";

interface WriteCost {
  /** Items put, or tried to. */
  readonly writes: number;
  readonly units: number;
  /** Of them, those of the index. */
  readonly indexUnits: number;
}

export interface WriteMeter {
  /** Of a table, since the last `reset`. */
  costOf(table: string): WriteCost;
  /** What is in the tables stays known. */
  reset(): void;
  put(table: string, item: Item): void;
  /** A condition that is not met is billed, too. */
  refused(table: string, item: Item): void;
}

/** What is remembered of an item: a put is billed by the larger of what was and what is. */
interface Known {
  readonly units: number;
  readonly indexKey: string | undefined;
}

export function writeMeter(): WriteMeter {
  const known = new Map<string, Known>();
  const costs = new Map<string, { writes: number; units: number; indexUnits: number }>();

  function add(table: string, units: number, indexUnits: number): void {
    const cost = costs.get(table) ?? { writes: 0, units: 0, indexUnits: 0 };
    costs.set(table, cost);
    cost.writes++;
    cost.units += units + indexUnits;
    cost.indexUnits += indexUnits;
  }

  return {
    costOf: (table) => costs.get(table) ?? { writes: 0, units: 0, indexUnits: 0 },
    reset: () => costs.clear(),
    put(table, item) {
      const key = identity(table, item);
      const before = known.get(key);
      const now = { units: unitsOf(itemBytes(item)), indexKey: indexKeyOf(item) };
      known.set(key, now);
      add(table, Math.max(now.units, before?.units ?? 0), indexUnits(before?.indexKey, now.indexKey));
    },
    refused: (table, item) => add(table, known.get(identity(table, item))?.units ?? 1, 0),
  };
}

/** Sizes what a client sends. */
export function meterClient(client: DynamoDBClient): WriteMeter {
  const meter = writeMeter();
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === "PutItemCommand") {
          const { TableName = "", Item: item = {} } = args.input as PutItemCommandInput;
          try {
            const result = await next(args);
            meter.put(TableName, item);
            return result;
          } catch (error) {
            if (error instanceof Error && error.name === "ConditionalCheckFailedException")
              meter.refused(TableName, item);
            throw error;
          }
        }
        const result = await next(args);
        if (commandName === "BatchWriteItemCommand") {
          const { RequestItems = {} } = args.input as BatchWriteItemCommandInput;
          for (const [table, requests] of Object.entries(RequestItems))
            for (const { PutRequest } of requests)
              if (PutRequest?.Item !== undefined) meter.put(table, PutRequest.Item);
        }
        return result;
      },
    { step: "initialize" },
  );
  return meter;
}

function unitsOf(bytes: number): number {
  return Math.ceil(bytes / WRITE_UNIT_BYTES);
}

/** An entry of keys alone is within one unit: a new one is one write, one that is gone another, a changed one both. */
function indexUnits(before: string | undefined, now: string | undefined): number {
  if (before === now) return 0;
  return (before === undefined ? 0 : 1) + (now === undefined ? 0 : 1);
}

function indexKeyOf(item: Item): string | undefined {
  const [place, seen] = [item[BY_LOCATION_KEY.partition]?.S, item[BY_LOCATION_KEY.sort]?.S];
  return place === undefined || seen === undefined ? undefined : `${place}\n${seen}`;
}

function identity(table: string, item: Item): string {
  const { pk, sk } = keyOfItem(item);
  return `${table}\n${pk}\n${sk}`;
}
