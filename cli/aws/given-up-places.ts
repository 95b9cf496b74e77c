/** The places AWS keeps what was given up in: dead letters, what Lambda gives up, what Data Firehose cannot deliver. */
import { gunzipSync } from "node:zlib";
import type { KinesisStreamEvent } from "aws-lambda";
import { getRecords, sourceOf } from "../../functions/kinesis/records.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import { isObject } from "../../shared/event/event-record.ts";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { GivenUp, GivenUpPlace } from "../stage/given-up.ts";
import type { Objects } from "../stage/objects.ts";
import { readPayload } from "../stage/read-payload.ts";
import { UserError } from "../user-error.ts";

/** https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const ON_FAILURE_PREFIX = "aws/lambda/";
const NOTES_PREFIX = "redriven/";
/** Below the lake's `errors/`, so that they are forgotten with what they are of. */
const ERRORS_PREFIX = "errors/";
const ERROR_NOTES_PREFIX = `${ERRORS_PREFIX}redriven/`;

type Found = Omit<GivenUp, "place" | "channel" | "object" | "index">;
type Read = (bytes: Buffer) => Iterable<Found>;

export function deadLetterPlaces(objects: Objects): readonly GivenUpPlace[] {
  const common = { channel: "kinesis", objects, notesPrefix: NOTES_PREFIX };
  return [
    place({ ...common, name: "dead-letters", prefix: DEAD_LETTER_PREFIX }, deadLetters),
    place({ ...common, name: "given-up", prefix: ON_FAILURE_PREFIX }, givenUpByLambda),
  ];
}

/** `stream` is the delivery stream's name. */
export function firehosePlaces(objects: Objects, stream: string): readonly GivenUpPlace[] {
  const common = { channel: "firehose", objects, notesPrefix: ERROR_NOTES_PREFIX };
  const prefix = (kind: string) => `${ERRORS_PREFIX}${kind}/`;
  return [
    place({ ...common, name: "processing-failed", prefix: prefix("processing-failed") }, (bytes) =>
      processingFailed(bytes, stream),
    ),
    place({ ...common, name: "format-conversion-failed", prefix: prefix("format-conversion-failed") }, (bytes) =>
      conversionFailed(bytes, stream),
    ),
  ];
}

function place(common: Omit<GivenUpPlace, "letters">, read: Read): GivenUpPlace {
  return {
    ...common,
    *letters(object, bytes) {
      let index = 0;
      try {
        for (const letter of read(bytes))
          yield { ...letter, place: common.name, channel: common.channel, object: object.name, index: index++ };
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
        throw new UserError(
          `The object ${object.name} is not as ${common.name} are written, from its entry ${index} on; move it away, or give another --place.`,
        );
      }
    },
  };
}

function* deadLetters(bytes: Buffer): Generator<Found> {
  for (const text of linesOf(bytes)) {
    const { payload: base64, receivedAt, pipeline: _pipeline, ...line } = JSON.parse(text) as LetterLine;
    const payload = Buffer.from(base64, "base64");
    // Letters of versions before 0.2 say neither tenant nor type.
    const told = line.tenant === undefined && line.eventType === undefined ? readPayload(payload).told : {};
    yield { ...told, ...line, payload, receivedAtMs: Date.parse(receivedAt) };
  }
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
function* processingFailed(bytes: Buffer, stream: string): Generator<Found> {
  for (const text of linesOf(bytes)) {
    const { arrivalTimestamp, errorCode, rawData } = JSON.parse(text) as ProcessingFailed;
    const payload = Buffer.from(rawData, "base64");
    const { told, rejection } = readPayload(payload);
    yield {
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
}

/** https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html: the row is its `rawData`. */
interface ConversionFailed {
  readonly arrivalTimestamp: number;
  readonly lastErrorCode: string;
  readonly rawData: string;
}

function* conversionFailed(bytes: Buffer, stream: string): Generator<Found> {
  for (const text of linesOf(bytes)) {
    const { arrivalTimestamp, lastErrorCode, rawData } = JSON.parse(text) as ConversionFailed;
    const payload = Buffer.from(rawData, "base64");
    yield {
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

const NEWLINE = 0x0a;
const GZIP_MAGIC = [0x1f, 0x8b];

/** Of the bytes and not of one string: a file can be longer than the longest string. */
function* linesOf(object: Buffer): Generator<string> {
  const bytes = GZIP_MAGIC.every((byte, at) => object[at] === byte) ? gunzipSync(object) : object;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    if (end > start) yield bytes.toString("utf8", start, end);
    start = end + 1;
  }
}
