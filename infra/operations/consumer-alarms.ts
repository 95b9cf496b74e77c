/** Alarms on a consumer of the stream: is it called, does it keep up, does it lose anything. */
import type { Consumer } from "../../functions/channel.ts";
import type { AlarmDefinition } from "./alarm.ts";
import { anyInFiveMinutes, functionAlarms } from "./common-alarms.ts";
import { arrivesUnused, functionMetric, mappingMetric, streamMetric } from "./metrics.ts";

const MINUTE_MS = 60_000;
const LATE_MINUTES = 15;

interface WatchedConsumer {
  readonly consumer: Consumer;
  /** What it writes, as in: events reach the tables. */
  readonly store: string;
  readonly streamName: string;
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly mappingId: string;
  readonly maxRecordAgeHours: number;
}

export function consumerAlarms(watched: WatchedConsumer): readonly AlarmDefinition[] {
  const { consumer, store, functionName, mappingId } = watched;
  const halfAgeMinutes = (watched.maxRecordAgeHours * 60) / 2;
  const incoming = streamMetric(watched.streamName, "IncomingRecords", "Sum");
  const iteratorAge = functionMetric(functionName, "IteratorAge", "Maximum");
  return [
    {
      ...anyInFiveMinutes,
      name: `${consumer}-not-invoked`,
      runbook: "not-invoked",
      what: `Records arrive on the kinesis channel and the function that writes ${store} has not been invoked with one for 15 minutes: they wait in the stream, which forgets them in the end.`,
      metric: arrivesUnused(incoming, mappingMetric(mappingId, "InvokedEventCount", "Sum")),
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: `${consumer}-iterator-age`,
      runbook: "iterator-age",
      what: `Events on the kinesis channel reach ${store} more than ${LATE_MINUTES} minutes late; none is lost.`,
      metric: iteratorAge,
      threshold: LATE_MINUTES * MINUTE_MS,
      periods: 3,
    },
    {
      ...anyInFiveMinutes,
      name: `${consumer}-iterator-age-critical`,
      runbook: "iterator-age",
      what: `Events on the kinesis channel wait ${halfAgeMinutes} minutes for ${store}, half of what they may before they are given up unprocessed.`,
      metric: iteratorAge,
      threshold: halfAgeMinutes * MINUTE_MS,
    },
    ...functionAlarms(consumer, functionName, watched.timeoutSeconds),
    {
      ...anyInFiveMinutes,
      name: `${consumer}-given-up`,
      runbook: "given-up",
      what: `Lambda gave up records that were too old and put them into the dead-letter bucket below aws/lambda/: they are not in ${store}.`,
      metric: mappingMetric(mappingId, "OnFailureDestinationDeliveredEventCount", "Sum"),
    },
    {
      ...anyInFiveMinutes,
      name: `${consumer}-dropped`,
      runbook: "given-up",
      what: `Lambda dropped records without keeping them: they are lost for ${store}, or only the stream still has them.`,
      metric: mappingMetric(mappingId, "DroppedEventCount", "Sum"),
    },
  ];
}
