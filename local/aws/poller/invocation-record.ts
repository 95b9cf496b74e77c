/**
 * What Lambda puts into the on-failure destination. In S3 the event itself comes with it, so nothing is lost when the
 * stream's retention is over.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
import { randomUUID } from "node:crypto";
import type { Discarded } from "./batch.ts";
import { lambdaEvent, type ShardSource } from "./event.ts";

export interface InvocationRecordOptions {
  readonly discarded: Discarded;
  readonly source: ShardSource;
  readonly functionArn: string;
  /** Of the last invocation; absent when there was none. */
  readonly requestId: string | undefined;
  /** Whether that invocation ended in an error, rather than with an answer that names failures. */
  readonly failed: boolean;
  readonly nowMs: number;
}

export function invocationRecord(options: InvocationRecordOptions): object {
  const { discarded, source, functionArn, requestId, failed, nowMs } = options;
  const { records, condition, invocations } = discarded;
  const [first, last] = [records[0], records.at(-1)];
  return {
    requestContext: {
      requestId: requestId ?? randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(invocations > 0 && {
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(failed && { functionError: "Unhandled" }),
      },
    }),
    version: "1.0",
    timestamp: isoTime(nowMs),
    KinesisBatchInfo: {
      shardId: source.shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: isoTime(first?.arrivedAtMs ?? nowMs),
      approximateArrivalOfLastRecord: isoTime(last?.arrivedAtMs ?? nowMs),
      batchSize: records.length,
      streamArn: source.streamArn,
    },
    payload: JSON.stringify(lambdaEvent(records, source)),
  };
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid>`. */
export function invocationRecordKey(mappingId: string, shardId: string, nowMs: number): string {
  const time = isoTime(nowMs).slice(0, 19);
  const day = time.slice(0, 10).replaceAll("-", "/");
  return `aws/lambda/${mappingId}/${shardId}/${day}/${time.replaceAll(":", ".")}-${randomUUID()}`;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
