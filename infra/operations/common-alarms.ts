/** Alarms on what both channels have: a function, tables, a way into the lake, an access key, and a sender that may fall silent. */
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Channel, Consumer } from "../../functions/channel.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import type { AlarmDefinition } from "./alarm.ts";
import {
  consumerMetric,
  deliveryMetric,
  executionMetric,
  failedExecutions,
  functionMetric,
  indexMetric,
  keyAge,
  orZero,
  perSecond,
  tableMetric,
} from "./metrics.ts";

/** What most alarms are: any at all within five minutes. */
export const anyInFiveMinutes = {
  periodMinutes: 5,
  periods: 1,
  threshold: 0,
  beyond: "above",
  absentIsAlarm: false,
} as const;

const SLOW_SHARE = 0.8;
const MS = 1_000;

export function functionAlarms(
  consumer: Consumer,
  functionName: string,
  timeoutSeconds: number,
): readonly AlarmDefinition[] {
  return [
    {
      ...anyInFiveMinutes,
      name: `${consumer}-errors`,
      runbook: "processor-errors",
      what: `The ${consumer} function failed or timed out in each of three 5-minute periods: its records wait and are tried again, nothing is lost yet.`,
      metric: functionMetric(functionName, "Errors", "Sum"),
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: `${consumer}-throttles`,
      runbook: "throttles",
      what: `The ${consumer} function was refused for lack of concurrency: its records wait.`,
      metric: functionMetric(functionName, "Throttles", "Sum"),
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: `${consumer}-duration`,
      runbook: "duration",
      what: `The ${consumer} function needs more than ${SLOW_SHARE * 100} % of its ${timeoutSeconds} seconds: what it cannot write in time is tried again, and it falls behind.`,
      metric: functionMetric(functionName, "Duration", "p99"),
      threshold: timeoutSeconds * MS * SLOW_SHARE,
      periods: 3,
    },
  ];
}

const DEAD_LETTER_MINUTES = 15;

export function rejectedAlarm(stage: string, channel: Channel, where: string): AlarmDefinition {
  return {
    ...anyInFiveMinutes,
    name: `${channel}-rejected`,
    runbook: "dead-letters",
    what: `Events on the ${channel} channel could not be used and were kept as sent in ${where}; everything else goes on.`,
    metric: consumerMetric(stage, channel, "rejected", "Sum", DEAD_LETTER_MINUTES),
    periodMinutes: DEAD_LETTER_MINUTES,
  };
}

const SILENCE_STEP_MINUTES = 5;

export function silenceAlarm(channel: Channel, incoming: Metric, silenceMinutes: number): AlarmDefinition {
  return {
    name: `${channel}-silence`,
    runbook: "silence",
    what: `Nothing was pushed on the ${channel} channel for ${silenceMinutes} minutes: what Cisco Spaces cannot put now may never come.`,
    metric: incoming,
    periodMinutes: SILENCE_STEP_MINUTES,
    periods: silenceMinutes / SILENCE_STEP_MINUTES,
    threshold: 1,
    beyond: "below",
    absentIsAlarm: true,
  };
}

export function keyAgeAlarm(channel: Channel, user: string, days: number): AlarmDefinition {
  return {
    name: `${channel}-key-age`,
    runbook: "key-age",
    what: `The access key Cisco Spaces pushes with on the ${channel} channel is older than ${days} days, or its age is not known.`,
    metric: keyAge(user),
    periodMinutes: 1_440,
    periods: 1,
    threshold: days,
    beyond: "above",
    absentIsAlarm: true,
  };
}

export function tableAlarms(kind: "events" | "state" | "places", tableName: string): readonly AlarmDefinition[] {
  return (["Write", "Read"] as const).map((direction) => ({
    ...anyInFiveMinutes,
    name: `${kind}-table-${direction.toLowerCase()}-throttles`,
    runbook: "tables",
    what: `DynamoDB throttled ${direction.toLowerCase()}s of the ${kind} table for 15 minutes: records are tried again and wait.`,
    metric: orZero(tableMetric(tableName, `${direction}ThrottleEvents`, "Sum")),
    periods: 3,
  }));
}

export function indexAlarm(kind: "state", tableName: string, indexName: string): AlarmDefinition {
  return {
    ...anyInFiveMinutes,
    name: `${kind}-${indexName}-write-throttles`,
    runbook: "tables",
    what: `DynamoDB throttled writes of the index ${indexName} of the ${kind} table for 15 minutes: records are tried again and wait. The index is keyed by place, so that one busy place can be enough.`,
    metric: orZero(indexMetric(tableName, indexName, "WriteThrottleEvents")),
    periods: 3,
  };
}

const DAY_MINUTES = 1_440;

/** None where the lake is not compacted. */
export function compactionAlarms(
  { enabled, compaction, landingDays }: SpacesConfig["lake"],
  arn: string,
): readonly AlarmDefinition[] {
  if (!enabled || !compaction) return [];
  return [
    {
      ...anyInFiveMinutes,
      name: "compaction-failed",
      runbook: "compaction",
      what: "A run of the lake's compaction failed: what arrived waits in landing, where queries find it, for the run in six hours.",
      metric: failedExecutions(arn, anyInFiveMinutes.periodMinutes),
    },
    {
      name: "compaction-absent",
      runbook: "compaction",
      what: `No compaction of the lake has succeeded for a day: landing files are deleted after ${landingDays} days, compacted or not.`,
      metric: executionMetric(arn, "ExecutionsSucceeded", DAY_MINUTES),
      periodMinutes: DAY_MINUTES,
      periods: 1,
      threshold: 1,
      beyond: "below",
      absentIsAlarm: true,
    },
  ];
}

/** None where no rate is configured. */
export function rateAlarms(channel: Channel, incoming: Metric, limit: number | undefined): readonly AlarmDefinition[] {
  if (limit === undefined) return [];
  return [
    {
      ...anyInFiveMinutes,
      name: `${channel}-rate`,
      runbook: "rate",
      what: `More than ${limit} records a second are pushed on the ${channel} channel, for 15 minutes: the bill grows with them, and somebody else may hold the key.`,
      metric: perSecond(incoming),
      threshold: limit,
      periods: 3,
    },
  ];
}

/** Buffering is no delay: an alarm comes when a file is this much later than the buffer explains. */
const FRESHNESS_SLACK_SECONDS = 900;

export function deliveryAlarms(deliveryStream: string, bufferSeconds: number): readonly AlarmDefinition[] {
  return [
    {
      ...anyInFiveMinutes,
      name: "firehose-freshness",
      runbook: "data-freshness",
      what: `The oldest record in ${deliveryStream} waits for S3 longer than its buffer explains: after 24 hours it is lost.`,
      metric: deliveryMetric(deliveryStream, "DeliveryToS3.DataFreshness", "Maximum"),
      threshold: bufferSeconds + FRESHNESS_SLACK_SECONDS,
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: "firehose-throttled",
      runbook: "put-failures",
      what: `Data Firehose refused records of ${deliveryStream} beyond its quota: the sender has to put them again.`,
      metric: deliveryMetric(deliveryStream, "ThrottledRecords", "Sum"),
    },
    {
      ...anyInFiveMinutes,
      name: "firehose-conversion",
      runbook: "conversion-failures",
      what: `Rows of ${deliveryStream} did not become Parquet and are kept below errors/format-conversion-failed/ of the lake.`,
      metric: deliveryMetric(deliveryStream, "FailedConversion.Records", "Sum"),
    },
  ];
}
