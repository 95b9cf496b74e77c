/**
 * Data Firehose's side of the transform: invoke, retry, and judge every answer.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
import { randomUUID } from "node:crypto";
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";

/** The built function's handler, called with the real event. */
export type Transform = (event: FirehoseTransformationEvent) => Promise<FirehoseTransformationResult>;

export interface DeliveryRecord {
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
}

interface FailedRecord extends DeliveryRecord {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly attempts: number;
}

export interface Transformed {
  readonly delivered: readonly DeliveryRecord[];
  readonly dropped: number;
  readonly failed: readonly FailedRecord[];
}

/** Beyond the first invocation. */
const RETRIES = 3;

/** Lambda's limit on a synchronous response. */
const MAX_RESPONSE_BYTES = 6_000_000;

let nextRecord = 0;

export async function transformRecords(records: readonly DeliveryRecord[], transform: Transform): Promise<Transformed> {
  const identified = new Map(records.map((record) => [String(nextRecord++).padStart(56, "0"), record]));
  let errorMessage = "";
  for (let attempt = 1; attempt <= 1 + RETRIES; attempt++) {
    try {
      // A new event each time: what a failed attempt did to its own is gone.
      return judge(identified, checked(await transform(eventOf(identified))), attempt);
    } catch (error) {
      errorMessage = error instanceof Error ? error.message : "The function failed.";
    }
  }
  const failure = { errorCode: "Lambda.FunctionError", errorMessage, attempts: 1 + RETRIES };
  return { delivered: [], dropped: 0, failed: records.map((record) => ({ ...record, ...failure })) };
}

function eventOf(identified: ReadonlyMap<string, DeliveryRecord>): FirehoseTransformationEvent {
  return {
    invocationId: randomUUID(),
    deliveryStreamArn: "arn:aws:firehose:us-east-1:000000000000:deliverystream/local",
    region: "us-east-1",
    records: Array.from(identified, ([recordId, { data, arrivedAtMs }]) => ({
      recordId,
      approximateArrivalTimestamp: arrivedAtMs,
      data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
    })),
  };
}

/** A record's answer as JSON, without its id and data. */
const ANSWER_BYTES = '{"recordId":"","result":"ProcessingFailed","data":""},'.length;

/** A response that is too long, or not of the shape, fails the invocation. */
function checked(answer: FirehoseTransformationResult | null | undefined): FirehoseTransformationResult {
  if (answer === null || !Array.isArray(answer?.records)) throw new Error("The response holds no records.");
  let bytes = 0;
  for (const { recordId, data } of answer.records as readonly { recordId?: unknown; data?: unknown }[])
    bytes += ANSWER_BYTES + String(recordId).length + (typeof data === "string" ? data.length : 0);
  if (bytes > MAX_RESPONSE_BYTES) throw new Error("Response payload size exceeded the maximum of 6 MB.");
  return answer;
}

function judge(
  identified: ReadonlyMap<string, DeliveryRecord>,
  { records }: FirehoseTransformationResult,
  attempts: number,
): Transformed {
  const delivered: DeliveryRecord[] = [];
  const failed: FailedRecord[] = [];
  let dropped = 0;
  const answersById = Map.groupBy(records, (answer) => answer.recordId);
  for (const [recordId, record] of identified) {
    const answers = answersById.get(recordId) ?? [];
    const [answer] = answers;
    const fail = (errorCode: string, errorMessage: string) =>
      failed.push({ ...record, errorCode, errorMessage, attempts });
    if (answer === undefined) fail("Lambda.MissingRecordId", "One or more record Ids were not returned.");
    else if (answers.length > 1) fail("Lambda.DuplicatedRecordId", "Multiple records were returned with the same Id.");
    else if (answer.result === "Ok" && typeof answer.data === "string")
      delivered.push({ data: Buffer.from(answer.data, "base64"), arrivedAtMs: record.arrivedAtMs });
    else if (answer.result === "Dropped") dropped++;
    else if (answer.result === "ProcessingFailed")
      fail("Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record.");
    else fail("Lambda.JsonProcessingException", "The answer is not of the transform's shape.");
  }
  return { delivered, dropped, failed };
}
