/** Data Firehose's event for a transform, in the shape AWS documents. */
import type { FirehoseTransformationEvent } from "aws-lambda";

export function firehoseEvent(
  payloads: readonly Uint8Array[],
  arrivedAtMs = 1_545_084_650_987,
): FirehoseTransformationEvent {
  return {
    invocationId: "invocation",
    deliveryStreamArn: "arn:aws:firehose:us-east-1:000000000000:deliverystream/spaces",
    region: "us-east-1",
    records: payloads.map((payload, index) => ({
      recordId: `record-${index}`,
      approximateArrivalTimestamp: arrivedAtMs,
      data: Buffer.from(payload).toString("base64"),
    })),
  };
}
