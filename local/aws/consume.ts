/** The event source mappings of the stream, to the tables' function and to the lake's; what they give up is in the bucket. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ArrivedRecord, Conditions, Consumption, Delivery, Observer } from "../cloud.ts";
import type { LandingProgress } from "../landing-progress.ts";
import { warningsOf } from "../warnings.ts";
import { lakeMapping, localMapping } from "./event-source-mapping.ts";
import { readDelivery } from "./lambda/delivery-report.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import { BUCKET, FUNCTION, functionArn, LAKE_FUNCTION, LAKE_MAPPING_ID, MAPPING_ID, STREAM } from "./names.ts";
import type { StreamRecord } from "./poller/event.ts";
import { invocationRecord, invocationRecordKey } from "./poller/invocation-record.ts";
import type { Mapping } from "./poller/mapping.ts";
import { type Poller, startPoller } from "./poller/poller.ts";
import type { Delivery as PollerDelivery } from "./poller/settle.ts";
import type { Stack } from "./stack.ts";
import { streamArn } from "./stand-ins/kinesis/kinesis.ts";

interface Consumer {
  readonly functionName: string;
  readonly lambda: LambdaFunction;
  readonly mapping: Mapping;
  readonly mappingId: string;
  readonly observer: Observer;
  readonly nowMs?: () => number;
}

const HOUR_SECONDS = 3_600;

/** Two consumers of one stream, neither of which waits for the other; the observer is told of the tables'. */
export function consume(stack: Stack, observer: Observer, conditions: Conditions = {}): Consumption {
  const { maxRecordAgeHours, nowMs } = conditions;
  const age = maxRecordAgeHours !== undefined && { maximumRecordAgeInSeconds: maxRecordAgeHours * HOUR_SECONDS };
  const common = nowMs === undefined ? {} : { nowMs };
  const tables = start(stack, {
    ...common,
    functionName: FUNCTION,
    lambda: stack.lambda,
    mapping: { ...localMapping, ...age },
    mappingId: MAPPING_ID,
    observer,
  });
  const lake = start(stack, {
    ...common,
    functionName: LAKE_FUNCTION,
    lambda: stack.lakeLambda,
    mapping: { ...lakeMapping, ...age },
    mappingId: LAKE_MAPPING_ID,
    observer: observerOf(stack.lake.progress, observer),
  });
  const done = Promise.all([tables.done, lake.done]).then(() => undefined);
  done.catch(() => {});
  return {
    done,
    stop: async () => {
      await Promise.all([tables.stop(), lake.stop()]);
    },
  };
}

function observerOf(progress: LandingProgress, { lakeWarned }: Observer): Observer {
  return {
    delivered(delivery) {
      progress.delivered(delivery);
      lakeWarned(warningsOf(delivery));
    },
    acknowledged: ({ length }) => progress.settled(length),
    givenUp: ({ length }) => progress.givenUp(length),
    lakeWarned,
  };
}

function start({ kinesis, s3 }: Stack, consumer: Consumer): Poller {
  const { functionName, lambda, mapping, mappingId, observer, nowMs } = consumer;
  return startPoller({
    ...(nowMs !== undefined && { nowMs }),
    client: kinesis.client,
    streamName: STREAM,
    streamArn: streamArn(STREAM),
    mapping,
    invoke: lambda.invoke,
    acknowledge: (records) => observer.acknowledged(records.map(arrived)),
    observe: (delivery) => observer.delivered(deliveryOf(delivery)),
    async discard(discarded, source, last) {
      const nowMs = Date.now();
      const record = invocationRecord({
        discarded,
        source,
        functionArn: functionArn(functionName),
        requestId: last?.requestId,
        failed: last?.failed ?? false,
        nowMs,
      });
      await s3.client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: invocationRecordKey(mappingId, source.shardId, nowMs),
          Body: JSON.stringify(record),
          ContentType: "application/json",
        }),
      );
      observer.givenUp(discarded.records.map(arrived));
    },
  });
}

function arrived({ sequenceNumber, arrivedAtMs }: StreamRecord): ArrivedRecord {
  return { position: sequenceNumber, arrivedAtMs };
}

/** A failed invocation is delivered again whole: whatever it may have counted before it failed does not hold. */
export function deliveryOf({ records, result, verdict }: PollerDelivery): Delivery {
  const { report, warnings } = readDelivery(result.logs);
  const settled = verdict.kind === "failed" ? 0 : verdict.kind === "partial" ? verdict.checkpoint : records.length;
  return {
    records: records.length,
    redelivered: records.length - settled,
    ...(result.kind === "failed" && { failure: result.message }),
    ...(verdict.kind !== "failed" && { report }),
    warnings,
  };
}
