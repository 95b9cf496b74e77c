/** All alarms of a deployment, from the configuration and the names of what it deploys. */
import { stateTable } from "../../functions/dynamodb/tables.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { hoursBetweenLooks } from "../constructs/tenant-silence-check.ts";
import type { Names } from "../names.ts";
import { TRANSFORM_TIMEOUT_SECONDS } from "../stacks/firehose-target.ts";
import { LAKE_TIMEOUT_SECONDS } from "../stacks/kinesis-lake.ts";
import { PROCESSOR_TIMEOUT_SECONDS } from "../stacks/kinesis-processor.ts";
import type { AlarmDefinition } from "./alarm.ts";
import {
  anyInFiveMinutes,
  deliveryAlarms,
  functionAlarms,
  indexAlarm,
  keyAgeAlarm,
  rateAlarms,
  rejectedAlarm,
  silenceAlarm,
  tableAlarms,
} from "./common-alarms.ts";
import { consumerAlarms } from "./consumer-alarms.ts";
import { consumerMetric, deliveryMetric, ruleMetric, silentTenants, streamMetric } from "./metrics.ts";

export function kinesisAlarms(config: SpacesConfig, names: Names, mappingId: string): readonly AlarmDefinition[] {
  const stream = names.pushStream.kinesis;
  const incoming = streamMetric(stream, "IncomingRecords", "Sum");
  return [
    silenceAlarm("kinesis", incoming, config.alarms.silenceMinutes),
    ...rateAlarms("kinesis", incoming, config.alarms.recordsPerSecond),
    ...consumerAlarms({
      consumer: "kinesis",
      store: "the tables",
      streamName: stream,
      functionName: names.function.kinesis,
      timeoutSeconds: PROCESSOR_TIMEOUT_SECONDS,
      mappingId,
      maxRecordAgeHours: config.channels.kinesis.maxRecordAgeHours,
    }),
    rejectedAlarm(config.stage, "kinesis", "the dead-letter bucket below dead-letters/"),
    {
      ...anyInFiveMinutes,
      name: "kinesis-write-throttles",
      runbook: "put-failures",
      what: "The stream refused puts beyond its capacity: what Cisco Spaces does not put again is lost.",
      metric: streamMetric(stream, "WriteProvisionedThroughputExceeded", "Sum"),
    },
    {
      ...anyInFiveMinutes,
      name: "kinesis-put-failures",
      runbook: "put-failures",
      what: "Less than 99 % of puts into the stream succeeded for 15 minutes: what Cisco Spaces does not put again is lost.",
      metric: streamMetric(stream, "PutRecord.Success", "Average"),
      threshold: 0.99,
      beyond: "below",
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: "kinesis-batch-put-failures",
      runbook: "put-failures",
      what: "The stream failed records of batch puts: what Cisco Spaces does not put again is lost.",
      metric: streamMetric(stream, "PutRecords.FailedRecords", "Sum"),
    },
    {
      ...anyInFiveMinutes,
      name: "kinesis-read-throttles",
      runbook: "throttles",
      what: "Reads of the stream are throttled: another consumer shares its 2 MB/s per shard, and events come late.",
      metric: streamMetric(stream, "ReadProvisionedThroughputExceeded", "Sum"),
      periods: 3,
    },
    keyAgeAlarm("kinesis", names.pushUser.kinesis, config.alarms.keyAgeDays),
    ...(config.alarms.pushKeyAudit ? [pushKeyAlarm(names)] : []),
  ];
}

/** Of the lake's function on the same stream. */
export function lakeAlarms(config: SpacesConfig, names: Names, mappingId: string): readonly AlarmDefinition[] {
  return [
    ...consumerAlarms({
      consumer: "lake",
      store: "the lake",
      streamName: names.pushStream.kinesis,
      functionName: names.function.lake,
      timeoutSeconds: LAKE_TIMEOUT_SECONDS,
      mappingId,
      maxRecordAgeHours: config.channels.kinesis.maxRecordAgeHours,
    }),
    {
      ...anyInFiveMinutes,
      name: "lake-rejected",
      runbook: "dead-letters",
      what: "Events that could be read did not become rows of a file: the lake lacks them, the tables have them, and the stream for as long as it keeps.",
      metric: consumerMetric(config.stage, "lake", "rejected", "Sum"),
    },
  ];
}

export function firehoseAlarms(config: SpacesConfig, names: Names): readonly AlarmDefinition[] {
  const stream = names.pushStream.firehose;
  const { transform } = config.channels.firehose;
  const delivery = deliveryAlarms(stream, config.lake.bufferSeconds);
  const incoming = deliveryMetric(stream, "IncomingRecords", "Sum");
  return [
    silenceAlarm("firehose", incoming, config.alarms.silenceMinutes),
    ...rateAlarms("firehose", incoming, config.alarms.recordsPerSecond),
    ...delivery.filter(({ runbook }) => transform || runbook !== "conversion-failures"),
    ...(transform
      ? [
          ...functionAlarms("firehose", names.function.firehose, TRANSFORM_TIMEOUT_SECONDS),
          rejectedAlarm(config.stage, "firehose", "the lake below errors/processing-failed/"),
          {
            ...anyInFiveMinutes,
            name: "firehose-transform",
            runbook: "transform-failures",
            what: "Data Firehose could not transform records for 15 minutes; after its retries they are kept below errors/processing-failed/ of the lake.",
            metric: deliveryMetric(stream, "ExecuteProcessing.Success", "Average"),
            threshold: 1,
            beyond: "below",
            periods: 3,
          } as const,
        ]
      : []),
    keyAgeAlarm("firehose", names.pushUser.firehose, config.alarms.keyAgeDays),
  ];
}

export function storeAlarms(names: Names): readonly AlarmDefinition[] {
  return [
    ...tableAlarms("events", names.eventsTable),
    ...tableAlarms("state", names.stateTable),
    ...tableAlarms("places", names.placesTable),
    ...stateTable.indexes.map(({ name }) => indexAlarm("state", names.stateTable, name)),
  ];
}

/** None where no time is configured. */
export function tenantAlarms({ stage, alarms: { tenantSilenceHours } }: SpacesConfig): readonly AlarmDefinition[] {
  if (tenantSilenceHours === undefined) return [];
  // Two looks, so that no period is without a value.
  const periodMinutes = 2 * hoursBetweenLooks(tenantSilenceHours) * 60;
  return [
    {
      name: "tenant-silence",
      runbook: "tenant-silence",
      what: `Nothing came of at least one tenant for ${tenantSilenceHours} hours, while others may go on; or the look that counts them failed.`,
      metric: silentTenants(stage, periodMinutes),
      periodMinutes,
      periods: 1,
      threshold: 0,
      beyond: "above",
      absentIsAlarm: true,
    },
  ];
}

function pushKeyAlarm(names: Names): AlarmDefinition {
  return {
    ...anyInFiveMinutes,
    name: "kinesis-push-key",
    runbook: "push-key",
    what: `The key Cisco Spaces pushes with was refused, or used for something else than a put: see the log group /aws/events/${names.pushKeyAudit}.`,
    metric: ruleMetric(names.pushKeyAudit, "Invocations"),
  };
}
