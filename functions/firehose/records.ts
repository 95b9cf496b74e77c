/**
 * The envelope of Data Firehose's transform: its records as ours, our outcomes as its answers.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-status-model.html
 */
import type {
  FirehoseTransformationEvent,
  FirehoseTransformationResult,
  FirehoseTransformationResultRecord,
} from "aws-lambda";
import { jsonLine } from "../../shared/lake/json-line.ts";
import type { Outcome, SourceRecord } from "../../shared/outcome.ts";
import type { BatchSource } from "../../shared/ports.ts";
import type { Answered } from "../lambda-handler.ts";

/**
 * Lambda refuses a response above 6 MB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html) and
 * Data Firehose then fails the whole batch. Counted on the JSON, decimal megabytes, so on the safe side of either reading.
 */
export const MAX_RESPONSE_BYTES = 6_000_000;

const WRAPPER_BYTES = '{"records":[]}'.length;

type Answer = FirehoseTransformationResultRecord;

/** One record per record of the event, in order. A body that is no base64 text is an empty payload: it is rejected later. */
export function getRecords(event: FirehoseTransformationEvent): readonly SourceRecord[] {
  return event.records.map(({ recordId, approximateArrivalTimestamp, data }) => ({
    position: recordId,
    payload: typeof data === "string" ? Buffer.from(data, "base64") : new Uint8Array(),
    receivedAtMs: approximateArrivalTimestamp,
  }));
}

export function sourceOf({ deliveryStreamArn, records }: FirehoseTransformationEvent): BatchSource {
  const position = (index: number) => records.at(index)?.recordId ?? "";
  return { name: deliveryStreamArn.split("/").at(-1) ?? "unknown", range: [position(0), position(-1)] };
}

/**
 * One answer per record, in order, in at most `maxBytes` of JSON.
 *
 * A record that does not fit is answered ProcessingFailed: Data Firehose keeps its raw bytes below the error prefix.
 * Left out, it would be lost as Lambda.MissingRecordId; sent anyway, the whole batch would fail. Answers that carry no
 * rows carry no `data`: the raw bytes Data Firehose keeps are its own.
 */
export function buildResponse(
  outcomes: readonly Outcome[],
  maxBytes = MAX_RESPONSE_BYTES,
): Answered<FirehoseTransformationResult> {
  const refusals = outcomes.map(({ position }) => failed(position));
  let bytes = WRAPPER_BYTES + refusals.reduce((sum, refusal) => sum + bytesOf(refusal), 0);
  let overflow = 0;
  const records = outcomes.map((outcome, place) => {
    const refusal = refusals[place] ?? failed(outcome.position);
    const answer = answerTo(outcome);
    const added = bytesOf(answer) - bytesOf(refusal);
    if (bytes + added > maxBytes && answer.result === "Ok") {
      overflow++;
      return refusal;
    }
    bytes += added;
    return answer;
  });
  return {
    answer: { records },
    settled: outcomes.filter(({ fate }) => fate.status !== "retry"),
    ...(overflow > 0 && { warning: `${overflow} records did not fit into the response` }),
  };
}

/**
 * A record with one part that failed is failed whole, although its other parts are in the tables: only then is the
 * failed part kept. Its other rows reach the lake when the raw record is redriven, which splits it into its events.
 */
function answerTo(outcome: Outcome): Answer {
  const recordId = outcome.position;
  switch (outcome.fate.status) {
    case "stored":
    case "duplicate":
      return { recordId, result: "Ok", data: base64(linesOf(outcome)) };
    case "ignored":
      return { recordId, result: "Dropped" };
    case "rejected":
    case "retry":
      return failed(recordId);
  }
}

/** A line for every stored or repeated event. */
function linesOf({ parts }: Outcome): string {
  return parts.map((fate) => ("row" in fate ? jsonLine(fate.row) : "")).join("");
}

function failed(recordId: string): Answer {
  return { recordId, result: "ProcessingFailed" };
}

/** With the comma that parts it from the next. */
function bytesOf({ recordId, result, data }: Answer): number {
  const bare = Buffer.byteLength(JSON.stringify({ recordId, result })) + 1;
  return data === undefined ? bare : bare + ',"data":""'.length + data.length;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
