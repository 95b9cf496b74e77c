/** The event source mapping between the stream and the function, with the bucket as its on-failure destination. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ArrivedRecord, Consumption, Delivery, Observer } from "../cloud.ts";
import { localMapping } from "./event-source-mapping.ts";
import { readDelivery } from "./lambda/delivery-report.ts";
import { BUCKET, FUNCTION_ARN, MAPPING_ID, STREAM } from "./names.ts";
import type { StreamRecord } from "./poller/event.ts";
import { invocationRecord, invocationRecordKey } from "./poller/invocation-record.ts";
import { startPoller } from "./poller/poller.ts";
import type { Delivery as PollerDelivery } from "./poller/settle.ts";
import type { Stack } from "./stack.ts";
import { streamArn } from "./stand-ins/kinesis/kinesis.ts";

export function consume({ kinesis, lambda, s3 }: Stack, observer: Observer): Consumption {
  return startPoller({
    client: kinesis.client,
    streamName: STREAM,
    streamArn: streamArn(STREAM),
    mapping: localMapping,
    invoke: lambda.invoke,
    acknowledge: (records) => observer.acknowledged(records.map(arrived)),
    observe: (delivery) => observer.delivered(deliveryOf(delivery)),
    async discard(discarded, source, last) {
      const nowMs = Date.now();
      const failed = last?.failed ?? false;
      const record = invocationRecord({
        discarded,
        source,
        functionArn: FUNCTION_ARN,
        requestId: last?.requestId,
        failed,
        nowMs,
      });
      await s3.client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: invocationRecordKey(MAPPING_ID, source.shardId, nowMs),
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
