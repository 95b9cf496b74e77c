/** All alarms of a deployment, from the configuration and the names of what it deploys. */
import { stateTable } from "../../functions/dynamodb/tables.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import type { Names } from "../names.ts";
import { TRANSFORM_TIMEOUT_SECONDS } from "../stacks/firehose-target.ts";
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
import { arrivesUnused, deliveryMetric, functionMetric, mappingMetric, ruleMetric, streamMetric } from "./metrics.ts";

const MINUTE_MS = 60_000;
const LATE_MINUTES = 15;

export function kinesisAlarms(config: SpacesConfig, names: Names, mappingId: string): readonly AlarmDefinition[] {
  const stream = names.pushStream.kinesis;
  const processor = names.function.kinesis;
  const { maxRecordAgeHours, writeLake } = config.channels.kinesis;
  const halfAgeMinutes = (maxRecordAgeHours * 60) / 2;
  const incoming = streamMetric(stream, "IncomingRecords", "Sum");
  return [
    silenceAlarm("kinesis", incoming, config.alarms.silenceMinutes),
    ...rateAlarms("kinesis", incoming, config.alarms.recordsPerSecond),
    {
      ...anyInFiveMinutes,
      name: "kinesis-not-invoked",
      runbook: "not-invoked",
      what: "Records arrive on the kinesis channel and the function has not been invoked with one for 15 minutes: they wait in the stream, which forgets them in the end.",
      metric: arrivesUnused(incoming, mappingMetric(mappingId, "InvokedEventCount", "Sum")),
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: "kinesis-iterator-age",
      runbook: "iterator-age",
      what: `Events on the kinesis channel are stored more than ${LATE_MINUTES} minutes late; none is lost.`,
      metric: functionMetric(processor, "IteratorAge", "Maximum"),
      threshold: LATE_MINUTES * MINUTE_MS,
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: "kinesis-iterator-age-critical",
      runbook: "iterator-age",
      what: `Events on the kinesis channel wait ${halfAgeMinutes} minutes, half of what they may before they go to the dead letters unprocessed.`,
      metric: functionMetric(processor, "IteratorAge", "Maximum"),
      threshold: halfAgeMinutes * MINUTE_MS,
    },
    ...functionAlarms("kinesis", processor, PROCESSOR_TIMEOUT_SECONDS),
    rejectedAlarm(config.stage, "kinesis", "the dead-letter bucket below dead-letters/"),
    {
      ...anyInFiveMinutes,
      name: "kinesis-given-up",
      runbook: "given-up",
      what: "Lambda gave up records after all attempts and put them into the dead-letter bucket below aws/lambda/: they are not in the tables.",
      metric: mappingMetric(mappingId, "OnFailureDestinationDeliveredEventCount", "Sum"),
    },
    {
      ...anyInFiveMinutes,
      name: "kinesis-dropped",
      runbook: "given-up",
      what: "Lambda dropped records without keeping them: they are lost, or only the stream still has them.",
      metric: mappingMetric(mappingId, "DroppedEventCount", "Sum"),
    },
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
    ...(writeLake ? deliveryAlarms("packed-rows", names.packedRows, config.lake.bufferSeconds) : []),
    keyAgeAlarm("kinesis", names.pushUser.kinesis, config.alarms.keyAgeDays),
    ...(config.alarms.pushKeyAudit ? [pushKeyAlarm(names)] : []),
  ];
}

export function firehoseAlarms(config: SpacesConfig, names: Names): readonly AlarmDefinition[] {
  const stream = names.pushStream.firehose;
  const { transform } = config.channels.firehose;
  const delivery = deliveryAlarms("firehose", stream, config.lake.bufferSeconds);
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

function pushKeyAlarm(names: Names): AlarmDefinition {
  return {
    ...anyInFiveMinutes,
    name: "kinesis-push-key",
    runbook: "push-key",
    what: `The key Cisco Spaces pushes with was refused, or used for something else than a put: see the log group /aws/events/${names.pushKeyAudit}.`,
    metric: ruleMetric(names.pushKeyAudit, "Invocations"),
  };
}
