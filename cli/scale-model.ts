/** How far one deployment reaches, and how many a rate asks for: what it uses of each quota, from the cost model's figures. */
import {
  BUSIEST_PLACE_SHARE,
  BUSIEST_SUBJECT_SHARE,
  eventBytes,
  SLOT_CHANGE_INDEX_UNITS_PER_WRITE,
  STATE_ITEM_UNITS,
} from "./cost-measured.ts";
import { type CostInput, monthlyBill, shardsNeeded, totalOf, writesOf } from "./cost-model.ts";
import { deliveredBytes, deliveryBytes, streamBytes, TABLE_WRITE_UNITS } from "./cost-quotas.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (Concurrent executions) */
const CONCURRENT_EXECUTIONS = 1_000;
/** Of the stream: the tables' function and the lake's. */
const CONSUMERS = 2;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html: of all, the one that none can raise. */
const PARTITION_WRITE_UNITS = 1_000;

/** Of one deployment, at its busiest second. */
export interface Load {
  /** Each function has as many invocations at once, while `parallelizationFactor` is 1. */
  readonly shards: number;
  readonly historyUnits: number;
  readonly stateUnits: number;
  /** Where a slot of the index begins. */
  readonly stateUnitsAtSlot: number;
  /** Of the index, at the same moment. */
  readonly busiestPlaceUnits: number;
  /** Of the history. */
  readonly busiestSubjectUnits: number;
}

export function loadOf(input: CostInput): Load {
  const { eventsPerSecond } = input;
  const { historyUnitsPerEvent, stateWritesPerEvent, stateUnitsPerWrite } = writesOf(input);
  const stateWrites = eventsPerSecond * stateWritesPerEvent;
  const indexAtSlot = stateWrites * SLOT_CHANGE_INDEX_UNITS_PER_WRITE;
  return {
    shards: shardsNeeded(input),
    historyUnits: eventsPerSecond * historyUnitsPerEvent,
    stateUnits: stateWrites * stateUnitsPerWrite,
    stateUnitsAtSlot: stateWrites * STATE_ITEM_UNITS + indexAtSlot,
    busiestPlaceUnits: indexAtSlot * BUSIEST_PLACE_SHARE,
    busiestSubjectUnits: eventsPerSecond * historyUnitsPerEvent * BUSIEST_SUBJECT_SHARE,
  };
}

export interface QuotaUse {
  readonly service: "DynamoDB" | "Kinesis" | "Lambda" | "Data Firehose";
  readonly quota: string;
  /** 1 is all of it, as an account has it at first. */
  readonly share: number;
}

/** The most used first. */
export function quotaUse(input: CostInput): readonly QuotaUse[] {
  const load = loadOf(input);
  const { channel, eventsPerSecond, encoding, region } = input;
  const uses: readonly QuotaUse[] = [
    {
      service: "Kinesis",
      quota: "write throughput",
      share: (eventsPerSecond * eventBytes[encoding]) / streamBytes(region),
    },
    {
      service: "Lambda",
      quota: "concurrent executions",
      share: (load.shards * CONSUMERS) / CONCURRENT_EXECUTIONS,
    },
    {
      service: "DynamoDB",
      quota: "write units of a table",
      share: Math.max(load.historyUnits, load.stateUnitsAtSlot) / TABLE_WRITE_UNITS,
    },
    {
      service: "DynamoDB",
      quota: "write units of a partition",
      share: Math.max(load.busiestPlaceUnits, load.busiestSubjectUnits) / PARTITION_WRITE_UNITS,
    },
  ];
  const delivery: QuotaUse = {
    service: "Data Firehose",
    quota: "throughput",
    share: deliveredBytes(input) / deliveryBytes(region),
  };
  return [...uses, ...(channel === "firehose" ? [delivery] : [])].toSorted((a, b) => b.share - a.share);
}

/** `input`, divided evenly among so many deployments. */
export function cellOf(input: CostInput, cells: number): CostInput {
  return { ...input, eventsPerSecond: input.eventsPerSecond / cells };
}

/** The least number of deployments in which no quota is met but Data Firehose's (of its channel), which is raised whatever their number. */
export function cellsNeeded(input: CostInput): number {
  for (let cells = 1; ; cells++) {
    const met = quotaUse(cellOf(input, cells)).filter(({ share }) => share > 1);
    if (met.every(({ service }) => service === "Data Firehose")) return cells;
  }
}

/** US dollars a month, of all. */
export function usdOf(input: CostInput, cells: number): number {
  return cells * totalOf(monthlyBill(cellOf(input, cells))).usd;
}
