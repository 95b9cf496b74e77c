/** The monthly bill of a steady rate of events, line by line, beside that of the naive design. Arithmetic only. */
import type { Channel } from "../functions/channel.ts";
import { prices } from "./cost-prices.ts";

export interface CostInput {
  readonly eventsPerSecond: number;
  readonly encoding: "json" | "protobuf";
  readonly channel: Channel;
  /** Days a history item is kept; storage is counted as full. */
  readonly historyDays: number;
}

export interface CostLine {
  readonly name: string;
  readonly usd: number;
  /** The naive design's. */
  readonly naiveUsd: number;
}

/** 730 hours. */
export const MONTH_SECONDS = 2_628_000;
const MONTH_DAYS = MONTH_SECONDS / 86_400;
const MONTH_HOURS = MONTH_SECONDS / 3_600;
const GB = 1024 ** 3;
const KB = 1024;

/** Mean sizes, measured by `npm run bench` and `npm run bench:lake` on simulated events. */
const eventBytes = { json: 1_912, protobuf: 747 } as const;
const ROW_JSON_BYTES = 3_023;
const ROW_PARQUET_BYTES = 324;
const HISTORY_ITEM_BYTES = 1_192;
/** Items between 1 and 2 KB take two; `npm run bench` prints the mean. */
const HISTORY_WRITE_UNITS = 1.95;

/** Data Firehose bills each record as a whole number of these. */
const FIREHOSE_STEP_BYTES = 5 * KB;
/** Of a file, at most: 128 MiB of rows, or 900 s. */
const BUFFER_BYTES = 128 * KB * KB;
const BUFFER_SECONDS = 900;

/** As the stacks set them: see infra/stacks/kinesis-processor.ts. */
const WINDOW_SECONDS = 5;
const FUNCTION_GB = 1;
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

/** Of all state writes, merged telemetry reads before it writes. */
const MERGED_SHARE = 0.3;
/** An item of 1 to 2 KB and its entry in the by-location index; measured mean. */
const STATE_WRITE_UNITS = 3.9;

const ALARMS = 20;
const METRICS = 9;
const SECRETS = 2;

/** Aspects an event updates: most one, an exit and a tag that says where it is two. Measured on simulated events. */
const STATE_WRITES_UNFOLDED = 1.14;
/** Seconds of events in a batch, and the share of state writes folding leaves of them: measured, in between linear. */
const LITTLE_FOLDING = { seconds: 5, share: 0.97 };
const MUCH_FOLDING = { seconds: 23, share: 0.59 };

/**
 * State writes per event. Folding keeps one write per subject and batch, so what counts is how often a device reports
 * within the seconds a batch spans: a longer window folds more, a higher rate alone does not.
 */
export function stateWritesPerEvent(batchSeconds: number): number {
  const span = (batchSeconds - LITTLE_FOLDING.seconds) / (MUCH_FOLDING.seconds - LITTLE_FOLDING.seconds);
  const share = LITTLE_FOLDING.share + (MUCH_FOLDING.share - LITTLE_FOLDING.share) * Math.min(1, Math.max(0, span));
  return STATE_WRITES_UNFOLDED * share;
}

/** The lines in the order of the data's path. */
export function monthlyBill(input: CostInput): readonly CostLine[] {
  const { eventsPerSecond, encoding, channel, historyDays } = input;
  const events = eventsPerSecond * MONTH_SECONDS;
  const bytes = eventBytes[encoding];
  const batch = batches(eventsPerSecond, bytes, channel);
  const invocations = MONTH_SECONDS * batch.perSecond;
  const stateWrites = events * stateWritesPerEvent(batch.events / eventsPerSecond);
  const naiveItemUnits = Math.ceil(eventBytes.json / KB);
  const rowsPerRecord = Math.max(1, Math.min(batch.events, Math.floor((1_000 * KB) / ROW_JSON_BYTES)));
  const filesPerSecond = Math.max(1 / BUFFER_SECONDS, (eventsPerSecond * ROW_JSON_BYTES) / BUFFER_BYTES);
  const itemMonths = eventsPerSecond * 86_400 * historyDays;
  const historyGb = (itemMonths * HISTORY_ITEM_BYTES) / GB;
  const naiveHistoryGb = (itemMonths * eventBytes.json) / GB;
  const storage = prices.dynamoGbMonth + prices.dynamoRecoveryGbMonth;
  const push = pushUsd(events, bytes, channel);
  const packed = channel === "kinesis" ? firehoseUsd(events / rowsPerRecord, rowsPerRecord * ROW_JSON_BYTES) : 0;
  const lambda =
    (invocations / 1e6) * prices.lambdaMillionRequests +
    (invocations * INVOCATION_SECONDS + events * EVENT_SECONDS) * FUNCTION_GB * prices.lambdaGbSecond;
  const files = ((filesPerSecond * MONTH_SECONDS) / 1_000) * prices.s3ThousandPuts;
  const lakeYear = ((events * 12 * ROW_PARQUET_BYTES) / GB) * prices.s3GbMonth;
  return [
    line(channel === "kinesis" ? "Kinesis stream, 7 days" : "Data Firehose, as Cisco puts", push),
    line("Lambda", lambda),
    line(
      "DynamoDB history writes",
      ((events * HISTORY_WRITE_UNITS) / 1e6) * prices.dynamoMillionWriteUnits,
      ((events * naiveItemUnits) / 1e6) * prices.dynamoMillionWriteUnits,
    ),
    line(
      "DynamoDB state writes and reads",
      (stateWrites / 1e6) *
        (STATE_WRITE_UNITS * prices.dynamoMillionWriteUnits + MERGED_SHARE * prices.dynamoMillionReadUnits),
      ((events * STATE_WRITES_UNFOLDED * 2 * naiveItemUnits) / 1e6) * prices.dynamoMillionWriteUnits,
    ),
    line(`DynamoDB storage of ${historyDays} days, recovery`, historyGb * storage, naiveHistoryGb * storage),
    line("Data Firehose into the lake", packed, channel === "kinesis" ? firehoseUsd(events, ROW_JSON_BYTES) : 0),
    line("S3, files and the first year's storage", files + lakeYear),
    line(
      "Logs, metrics, alarms, keys, secrets",
      (invocations * LOG_BYTES_PER_INVOCATION * prices.logsInGb) / GB +
        ALARMS * prices.alarmMonth +
        METRICS * prices.metricMonth +
        prices.dashboardMonth +
        prices.kmsKeyMonth +
        SECRETS * prices.secretMonth,
    ),
  ];
}

function line(name: string, usd: number, naiveUsd = usd): CostLine {
  return { name, usd, naiveUsd };
}

/** Invocations per second, and events in each. */
function batches(eventsPerSecond: number, bytes: number, channel: CostInput["channel"]) {
  if (channel === "firehose") {
    const perSecond = Math.max(1 / 60, (eventsPerSecond * bytes) / TRANSFORM_BATCH_BYTES);
    return { perSecond, events: eventsPerSecond / perSecond };
  }
  const shards = Math.max(
    LEAST_SHARDS,
    Math.ceil((eventsPerSecond * bytes) / SHARD_BYTES_PER_SECOND),
    Math.ceil(eventsPerSecond / SHARD_RECORDS_PER_SECOND),
  );
  // base64 adds a third to what Lambda is sent.
  const full = (eventsPerSecond * bytes * 4) / 3 / BATCH_BYTES;
  const perSecond = Math.max(Math.min(shards / WINDOW_SECONDS, eventsPerSecond), full);
  return { perSecond, events: eventsPerSecond / perSecond };
}

function pushUsd(events: number, bytes: number, channel: CostInput["channel"]): number {
  if (channel === "firehose") return firehoseUsd(events, bytes);
  const billedGb = (events * Math.ceil(bytes / KB) * KB) / GB;
  const keptGb = (billedGb / MONTH_DAYS) * RETENTION_DAYS_BEYOND_FIRST;
  return (
    MONTH_HOURS * prices.kinesisStreamHour +
    billedGb * (prices.kinesisInGb + prices.kinesisOutGb) +
    keptGb * prices.kinesisRetentionGbMonth
  );
}

function firehoseUsd(records: number, bytesPerRecord: number): number {
  const billedGb = (records * Math.ceil(bytesPerRecord / FIREHOSE_STEP_BYTES) * FIREHOSE_STEP_BYTES) / GB;
  return billedGb * (prices.firehoseInGb + prices.firehoseConversionGb);
}
