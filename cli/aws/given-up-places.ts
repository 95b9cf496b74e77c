/** The places AWS keeps what was given up in: dead letters, what Lambda gives up, what Data Firehose cannot deliver. */
import type { KinesisStreamEvent } from "aws-lambda";
import { getRecords, sourceOf } from "../../functions/kinesis/records.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import { isObject } from "../../shared/event/event-record.ts";
import type { GivenUp, GivenUpPlace } from "../stage/given-up.ts";
import { deadLetters, type Found, linesOf, place } from "../stage/letter-place.ts";
import type { Objects } from "../stage/objects.ts";
import { readPayload } from "../stage/read-payload.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const ON_FAILURE_PREFIX = "aws/lambda/";
const NOTES_PREFIX = "redriven/";
/** Below the lake's `errors/`, so that they are forgotten with what they are of. */
const ERRORS_PREFIX = "errors/";
const ERROR_NOTES_PREFIX = `${ERRORS_PREFIX}redriven/`;

export function deadLetterPlaces(objects: Objects): readonly GivenUpPlace[] {
  const common = { channel: "kinesis", objects, notesPrefix: NOTES_PREFIX };
  return [
    place({ ...common, name: "dead-letters", prefix: DEAD_LETTER_PREFIX }, deadLetters),
    place(
      { ...common, name: "given-up", prefix: ON_FAILURE_PREFIX },
      { entries: givenUpByLambda, letterOf: (letter) => letter },
    ),
  ];
}

/** `stream` is the delivery stream's name. */
export function firehosePlaces(objects: Objects, stream: string): readonly GivenUpPlace[] {
  const common = { channel: "firehose", objects, notesPrefix: ERROR_NOTES_PREFIX };
  const prefix = (kind: string) => `${ERRORS_PREFIX}${kind}/`;
  return [
    place(
      { ...common, name: "processing-failed", prefix: prefix("processing-failed") },
      { entries: linesOf, letterOf: (text) => processingFailed(text, stream) },
    ),
    place(
      { ...common, name: "format-conversion-failed", prefix: prefix("format-conversion-failed") },
      { entries: linesOf, letterOf: (text) => conversionFailed(text, stream) },
    ),
  ];
}

interface InvocationRecord {
  readonly requestContext: { readonly functionArn: string; readonly condition: string };
  readonly payload: string;
}

function* givenUpByLambda(bytes: Buffer): Generator<Found> {
  const { requestContext, payload } = JSON.parse(bytes.toString()) as InvocationRecord;
  const event = JSON.parse(payload) as KinesisStreamEvent;
  const source = sourceOf(event).name;
  const consumer = requestContext.functionArn.split(":")[6] ?? "a function";
  for (const record of getRecords(event))
    yield {
      ...readPayload(record.payload).told,
      ...record,
      stage: "invocation",
      code: "retries-exhausted",
      message: `Lambda gave up calling ${consumer} with it: ${requestContext.condition}`,
      source,
    };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html */
interface ProcessingFailed {
  readonly arrivalTimestamp: number;
  readonly errorCode: string;
  readonly rawData: string;
}

/** Data Firehose keeps no reason of ours: what the decoder says of the bytes is it, and what it takes failed for another. */
function processingFailed(text: string, stream: string): Found {
  const { arrivalTimestamp, errorCode, rawData } = JSON.parse(text) as ProcessingFailed;
  const payload = Buffer.from(rawData, "base64");
  const { told, rejection } = readPayload(payload);
  return {
    ...told,
    position: "",
    payload,
    ...(rejection ?? {
      stage: "invocation",
      code: "retries-exhausted",
      message: `Data Firehose could not have it transformed: ${errorCode}`,
    }),
    source: stream,
    receivedAtMs: Number(arrivalTimestamp),
  };
}

/** https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html: the row is its `rawData`. */
interface ConversionFailed {
  readonly arrivalTimestamp: number;
  readonly lastErrorCode: string;
  readonly rawData: string;
}

function conversionFailed(text: string, stream: string): Found {
  const { arrivalTimestamp, lastErrorCode, rawData } = JSON.parse(text) as ConversionFailed;
  const payload = Buffer.from(rawData, "base64");
  return {
    ...toldOfRow(payload),
    position: "",
    payload,
    stage: "write",
    code: "format-conversion-failed",
    message: `Data Firehose could not convert the row: ${lastErrorCode}`,
    source: stream,
    receivedAtMs: Number(arrivalTimestamp),
    unfit: "a row and no event",
  };
}

function toldOfRow(bytes: Buffer): Pick<GivenUp, "tenant" | "eventType"> {
  try {
    const row: unknown = JSON.parse(bytes.toString());
    if (!isObject(row)) return {};
    const { tenant_id, event_type } = row;
    return {
      ...(typeof tenant_id === "string" && { tenant: tenant_id }),
      ...(typeof event_type === "string" && { eventType: event_type }),
    };
  } catch {
    return {};
  }
}
