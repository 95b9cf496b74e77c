/**
 * A Kinesis batch's envelope → records, and outcomes → the answer Lambda understands. Pure.
 *
 * Lambda takes the LOWEST sequence number in `batchItemFailures` as its checkpoint and delivers everything from there
 * again; an empty list means the batch is done. So the first `retry` is all it needs to know. An answer it cannot read
 * (null or empty identifiers, another key) fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import type { Outcome, SourceRecord } from "../../shared/outcome.ts";
import type { BatchSource } from "../../shared/ports.ts";
import type { Answered } from "../lambda-handler.ts";

/** Position: the sequence number. Arrival: when the stream took the record. */
export function getRecords(event: KinesisStreamEvent): readonly SourceRecord[] {
  return event.Records.map(({ kinesis }) => ({
    position: kinesis.sequenceNumber,
    payload: Buffer.from(kinesis.data, "base64"),
    receivedAtMs: Math.round(kinesis.approximateArrivalTimestamp * 1_000),
  }));
}

export function buildResponse(outcomes: readonly Outcome[]): Answered<KinesisStreamBatchResponse> {
  const checkpoint = outcomes.findIndex(({ fate }) => fate.status === "retry");
  const first = outcomes[checkpoint];
  return {
    answer: { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.position }] },
    settled: first === undefined ? outcomes : outcomes.slice(0, checkpoint),
  };
}

/** From an event source ARN (`…:stream/<name>`) and an event id (`<shard>:<sequence number>`). */
export function sourceOf({ Records }: KinesisStreamEvent): BatchSource {
  const [first] = Records;
  const stream = first?.eventSourceARN.split("/").at(-1) ?? "unknown";
  const shard = first?.eventID.split(":").at(0) ?? "unknown";
  const position = (index: number) => Records.at(index)?.kinesis.sequenceNumber ?? "";
  return { name: `${stream}/${shard}`, range: [position(0), position(-1)] };
}
