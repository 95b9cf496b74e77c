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

/** Position: the sequence number. Arrival: when the stream took the record. */
export function getRecords(event: KinesisStreamEvent): readonly SourceRecord[] {
  return event.Records.map(({ kinesis }) => ({
    position: kinesis.sequenceNumber,
    payload: Buffer.from(kinesis.data, "base64"),
    receivedAtMs: Math.round(kinesis.approximateArrivalTimestamp * 1_000),
  }));
}

export function buildResponse(outcomes: readonly Outcome[]): KinesisStreamBatchResponse {
  const first = outcomes[acknowledged(outcomes).length];
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.position }] };
}

/** The outcomes Lambda will not deliver again: those before the first `retry`. */
export function acknowledged(outcomes: readonly Outcome[]): readonly Outcome[] {
  const checkpoint = outcomes.findIndex(({ status }) => status === "retry");
  return checkpoint === -1 ? outcomes : outcomes.slice(0, checkpoint);
}

/** Where a batch came from; names its dead letters. */
export interface BatchSource {
  readonly stream: string;
  readonly shard: string;
}

/** From an event source ARN (`…:stream/<name>`) and an event id (`<shard>:<sequence number>`). */
export function sourceOf(event: KinesisStreamEvent): BatchSource {
  const [first] = event.Records;
  return {
    stream: first?.eventSourceARN.split("/").at(-1) ?? "unknown",
    shard: first?.eventID.split(":").at(0) ?? "unknown",
  };
}
