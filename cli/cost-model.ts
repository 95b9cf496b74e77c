/** The monthly bill of a steady rate of events, line by line, beside that of the naive design. Arithmetic only. */
import type { Channel } from "../functions/channel.ts";
import {
  compactionReadBytes,
  eventBytes,
  HISTORY_ITEM_BYTES,
  LAKE_CPU_SECONDS_PER_EVENT,
  type MeasuredWrites,
  measuredWrites,
  READS_PER_STATE_WRITE,
  rowCompactedBytes,
  rowJsonBytes,
  rowLandingBytes,
  rowSnappyBytes,
  STATE_WRITES_UNFOLDED,
} from "./cost-measured.ts";
import { type Prices, pricesOf } from "./cost-prices.ts";

export interface CostInput {
  readonly eventsPerSecond: number;
  readonly encoding: "json" | "protobuf";
  readonly channel: Channel;
  /** Days a history item is kept; storage is counted as full. */
  readonly historyDays: number;
  /** `batchWindowSeconds` of the configuration. */
  readonly windowSeconds: number;
  /** Of the stream; on demand it scales by itself. */
  readonly shards: number | "onDemand";
  /** Of the history and the state table. */
  readonly capacity: "onDemand" | "provisioned";
  /** Share of provisioned units that is used in the mean, 0 to 1. */
  readonly utilization: number;
  readonly region: string;
  /** Whether the lake's rows have the payload. */
  readonly payload: "keep" | "omit";
  /** Point-in-time recovery of the history. */
  readonly historyRecovery: boolean;
}

/** As the configuration has it by default. */
export const defaultInput: Omit<CostInput, "eventsPerSecond"> = {
  encoding: "json",
  channel: "kinesis",
  historyDays: 30,
  windowSeconds: 5,
  shards: "onDemand",
  capacity: "onDemand",
  utilization: 0.7,
  region: "us-east-1",
  payload: "keep",
  historyRecovery: false,
};

export interface CostLine {
  readonly name: string;
  readonly usd: number;
  /** The naive design's. */
  readonly naiveUsd: number;
}

/** 730 hours. */
const MONTH_SECONDS = 2_628_000;
const MONTH_DAYS = MONTH_SECONDS / 86_400;
const MONTH_HOURS = MONTH_SECONDS / 3_600;
const HOUR_SECONDS = 3_600;
const GB = 1024 ** 3;
const TB = 1024 * GB;
const KB = 1024;

/** What DynamoDB adds to an item it stores: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const ITEM_OVERHEAD_BYTES = 100;

/** Data Firehose bills each record as a whole number of these. */
const FIREHOSE_STEP_BYTES = 5 * KB;
/** Of the Firehose channel's files, at most: 128 MiB of rows, or 900 s. */
const BUFFER_BYTES = 128 * KB * KB;
const BUFFER_SECONDS = 900;

/** As the stacks set them: see infra/stacks/kinesis-processor.ts and kinesis-lake.ts. */
const FUNCTION_GB = 1;
/** What a function of that size has of a core: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
const FUNCTION_CORES = 1_024 / 1_769;
const LAKE_WINDOW_SECONDS = 60;
/** `lake.landingDays`, and the days the bucket keeps what was deleted. */
const LANDING_DAYS = 14 + 30;
const RETENTION_DAYS_BEYOND_FIRST = 6;
const BATCH_BYTES = 6e6;
const TRANSFORM_BATCH_BYTES = KB * KB;
/** An on-demand stream begins with 4 shards, each of which takes 1 MB/s or 1,000 records/s. */
const LEAST_SHARDS = 4;
const SHARD_BYTES_PER_SECOND = 1e6;
const SHARD_RECORDS_PER_SECOND = 1_000;

/** Of an invocation, whatever it holds; and of each event in it, most of it the SDK's CPU at 0.6 of a core. */
const INVOCATION_SECONDS = 0.05;
const EVENT_SECONDS = 0.0004;
const LOG_BYTES_PER_INVOCATION = 1_500;

/** Of one channel with everything by default; an alarm is billed by the metrics it looks at. */
export const fixedParts = { alarms: 37, metrics: 17, keys: 2, secrets: 2 } as const;

/** The lines in the order of the data's path. `writes` are those measured for the input, unless others are given. */
export function monthlyBill(input: CostInput, writes: MeasuredWrites = writesOf(input)): readonly CostLine[] {
  const { eventsPerSecond, channel, historyDays } = input;
  const prices = pricesOf(input.region);
  const events = eventsPerSecond * MONTH_SECONDS;
  const rowBytes = rowJsonBytes[input.payload];
  const batch = batchesOf(input);
  const invocations = MONTH_SECONDS * batch.perSecond;
  const stateWrites = events * writes.stateWritesPerEvent;
  const units = unitPrices(input, prices);
  const naiveItemUnits = Math.ceil(eventBytes.json / KB);
  const storedItems = eventsPerSecond * 86_400 * historyDays;
  const historyGb = (storedItems * (HISTORY_ITEM_BYTES + ITEM_OVERHEAD_BYTES)) / GB;
  const naiveHistoryGb = (storedItems * (eventBytes.json + ITEM_OVERHEAD_BYTES)) / GB;
  const recovery = input.historyRecovery ? prices.dynamoRecoveryGbMonth : 0;
  const naiveStorage = prices.dynamoGbMonth + prices.dynamoRecoveryGbMonth;
  const lambda =
    (invocations / 1e6) * prices.lambdaMillionRequests +
    (invocations * INVOCATION_SECONDS + events * EVENT_SECONDS) * FUNCTION_GB * prices.lambdaGbSecond;
  const lake = totalOfLake(lakeUsd(input, prices));
  const yearGb = (events * 12 * rowCompactedBytes[input.payload]) / GB;
  const landingGb = ((events / MONTH_DAYS) * LANDING_DAYS * rowLandingBytes[input.payload]) / GB;
  const naiveYearGb = (events * 12 * rowSnappyBytes.keep) / GB;
  return [
    line(channel === "kinesis" ? "Kinesis stream, 7 days" : "Data Firehose, as Cisco puts", pushUsd(input, prices)),
    line("Lambda", lambda),
    line(
      "DynamoDB history writes",
      (events / 1e6) * writes.historyUnitsPerEvent * units.write,
      (events / 1e6) * naiveItemUnits * units.write,
    ),
    line(
      "DynamoDB state writes and reads",
      (stateWrites / 1e6) * (writes.stateUnitsPerWrite * units.write + READS_PER_STATE_WRITE * units.read),
      // The item, and the index that has all of it.
      (events / 1e6) * STATE_WRITES_UNFOLDED * 2 * naiveItemUnits * units.write,
    ),
    line(
      `DynamoDB storage of ${historyDays} days${input.historyRecovery ? ", recovery" : ""}`,
      historyGb * (prices.dynamoGbMonth + recovery),
      naiveHistoryGb * naiveStorage,
    ),
    // Where Cisco puts into Data Firehose itself, that line is the first for both designs.
    line("Into the lake, compacted", lake, channel === "kinesis" ? firehoseUsd(events, rowBytes, prices) : lake),
    line("S3, the first year of the lake", (yearGb + landingGb) * prices.s3GbMonth, naiveYearGb * prices.s3GbMonth),
    line(
      "Logs, metrics, alarms, keys, secrets",
      (invocations * LOG_BYTES_PER_INVOCATION * prices.logsInGb) / GB +
        fixedParts.alarms * prices.alarmMonth +
        fixedParts.metrics * prices.metricMonth +
        prices.dashboardMonth +
        fixedParts.keys * prices.kmsKeyMonth +
        fixedParts.secrets * prices.secretMonth,
    ),
  ];
}

export interface LakeUsd {
  /** A second reader of the stream; free with provisioned shards, and on the Firehose channel. */
  readonly reads: number;
  readonly function: number;
  readonly puts: number;
  /** Athena. */
  readonly compaction: number;
}

/** Of a month, from the stream to compacted files; what they take of S3 is a line of its own. */
export function lakeUsd(input: CostInput, prices: Prices = pricesOf(input.region)): LakeUsd {
  const events = input.eventsPerSecond * MONTH_SECONDS;
  const compaction = ((events * compactionReadBytes[input.payload]) / TB) * prices.athenaTb;
  const putUsd = (filesPerSecond: number) => ((filesPerSecond * MONTH_SECONDS) / 1_000) * prices.s3ThousandPuts;
  if (input.channel === "firehose") {
    const filled = (input.eventsPerSecond * rowJsonBytes[input.payload]) / BUFFER_BYTES;
    return { reads: 0, function: 0, puts: putUsd(Math.max(1 / BUFFER_SECONDS, filled)), compaction };
  }
  const { perSecond } = batchesOf({ ...input, windowSeconds: LAKE_WINDOW_SECONDS });
  const invocations = perSecond * MONTH_SECONDS;
  const seconds = invocations * INVOCATION_SECONDS + (events * LAKE_CPU_SECONDS_PER_EVENT) / FUNCTION_CORES;
  return {
    reads: input.shards === "onDemand" ? billedGb(input) * prices.kinesisOutGb : 0,
    function: (invocations / 1e6) * prices.lambdaMillionRequests + seconds * FUNCTION_GB * prices.lambdaGbSecond,
    puts: putUsd(perSecond),
    compaction,
  };
}

function totalOfLake({ reads, function: ofFunction, puts, compaction }: LakeUsd): number {
  return reads + ofFunction + puts + compaction;
}

/** A month's records, each rounded up to a whole KB. */
function billedGb({ eventsPerSecond, encoding }: CostInput): number {
  return (eventsPerSecond * MONTH_SECONDS * Math.ceil(eventBytes[encoding] / KB) * KB) / GB;
}

export interface Totals {
  readonly usd: number;
  readonly naiveUsd: number;
}

export function totalOf(lines: readonly CostLine[]): Totals {
  return {
    usd: lines.reduce((sum, { usd }) => sum + usd, 0),
    naiveUsd: lines.reduce((sum, { naiveUsd }) => sum + naiveUsd, 0),
  };
}

/** Millions of events a month. */
export function millionsOf({ eventsPerSecond }: Pick<CostInput, "eventsPerSecond">): number {
  return (eventsPerSecond * MONTH_SECONDS) / 1e6;
}

/** What was measured of batches like the input's. */
export function writesOf(input: CostInput): MeasuredWrites {
  const batch = batchesOf(input);
  return measuredWrites(batch.seconds, batch.shards);
}

/** Shards that the rate needs. */
export function shardsNeeded({ eventsPerSecond, encoding }: Pick<CostInput, "eventsPerSecond" | "encoding">): number {
  return Math.max(
    1,
    Math.ceil((eventsPerSecond * eventBytes[encoding]) / SHARD_BYTES_PER_SECOND),
    Math.ceil(eventsPerSecond / SHARD_RECORDS_PER_SECOND),
  );
}

function line(name: string, usd: number, naiveUsd = usd): CostLine {
  return { name, usd, naiveUsd };
}

interface Batches {
  /** Invocations, in all. */
  readonly perSecond: number;
  readonly events: number;
  /** What a batch spans. */
  readonly seconds: number;
  readonly shards: number;
}

function batchesOf(input: CostInput): Batches {
  const { eventsPerSecond, channel } = input;
  const bytes = eventBytes[input.encoding];
  if (channel === "firehose") {
    const perSecond = Math.max(1 / 60, (eventsPerSecond * bytes) / TRANSFORM_BATCH_BYTES);
    return { perSecond, events: eventsPerSecond / perSecond, seconds: 1 / perSecond, shards: 1 };
  }
  const shards = input.shards === "onDemand" ? Math.max(LEAST_SHARDS, shardsNeeded(input)) : input.shards;
  // base64 adds a third to what Lambda is sent.
  const full = (eventsPerSecond * bytes * 4) / 3 / BATCH_BYTES;
  const perSecond = Math.max(Math.min(shards / Math.max(1, input.windowSeconds), eventsPerSecond), full);
  return { perSecond, events: eventsPerSecond / perSecond, seconds: shards / perSecond, shards };
}

/** US dollars per million units. */
function unitPrices({ capacity, utilization }: CostInput, prices: Prices) {
  if (capacity === "onDemand") return { write: prices.dynamoMillionWriteUnits, read: prices.dynamoMillionReadUnits };
  const perMillion = (unitHour: number) => ((unitHour / HOUR_SECONDS) * 1e6) / utilization;
  return { write: perMillion(prices.dynamoWriteUnitHour), read: perMillion(prices.dynamoReadUnitHour) };
}

function pushUsd(input: CostInput, prices: Prices): number {
  const events = input.eventsPerSecond * MONTH_SECONDS;
  const bytes = eventBytes[input.encoding];
  if (input.channel === "firehose") return firehoseUsd(events, bytes, prices);
  if (input.shards !== "onDemand") {
    const shardHour = prices.kinesisShardHour + prices.kinesisRetentionShardHour;
    return input.shards * MONTH_HOURS * shardHour + (events / 1e6) * prices.kinesisMillionPutUnits;
  }
  const gb = billedGb(input);
  const keptGb = (gb / MONTH_DAYS) * RETENTION_DAYS_BEYOND_FIRST;
  return (
    MONTH_HOURS * prices.kinesisStreamHour +
    gb * (prices.kinesisInGb + prices.kinesisOutGb) +
    keptGb * prices.kinesisRetentionGbMonth
  );
}

function firehoseUsd(records: number, bytesPerRecord: number, prices: Prices): number {
  const gb = (records * Math.ceil(bytesPerRecord / FIREHOSE_STEP_BYTES) * FIREHOSE_STEP_BYTES) / GB;
  return gb * (prices.firehoseInGb + prices.firehoseConversionGb);
}
