/** The HTTP side of a delivery stream: PutRecord and PutRecordBatch as the AWS SDK sends them (JSON 1.1). */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MAX_RECORD_BYTES = 1_000 * 1024;
const MAX_BATCH_RECORDS = 500;
const MAX_BATCH_BYTES = 4 * 1024 * 1024;
/** The largest batch as base64 in JSON, with room to spare. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

const TARGET = "Firehose_20150804.";

/** A refusal in the service's words. */
class ServiceError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = type;
  }
}

/** `take` has the records of one call, in order, all of them accepted. */
export function firehoseEndpoint(streamName: string, take: (records: readonly Uint8Array[]) => void): Server {
  return createServer((request, response) => {
    answer(request)
      .then((body) => respond(200, {}, body))
      .catch((error: unknown) => {
        const known = error instanceof ServiceError ? error : new ServiceError("InternalFailure", "The call failed.");
        const status = known.name === "InternalFailure" ? 500 : 400;
        respond(status, { "x-amzn-errortype": known.name }, { __type: known.name, message: known.message });
      });

    function respond(status: number, headers: Record<string, string>, body: object): void {
      response.writeHead(status, {
        "content-type": "application/x-amz-json-1.1",
        "x-amzn-requestid": randomUUID(),
        ...headers,
      });
      response.end(JSON.stringify(body));
    }
  });

  async function answer(request: IncomingMessage): Promise<object> {
    const action = String(request.headers["x-amz-target"] ?? "").replace(TARGET, "");
    const input = await bodyOf(request);
    if (action !== "PutRecord" && action !== "PutRecordBatch")
      throw new ServiceError("UnknownOperationException", "Only PutRecord and PutRecordBatch are known here.");
    if (input.DeliveryStreamName !== streamName)
      throw new ServiceError("ResourceNotFoundException", `Firehose ${String(input.DeliveryStreamName)} not found.`);
    const records = (action === "PutRecord" ? [input.Record] : listOf(input.Records)).map(dataOf);
    checkSizes(records);
    take(records);
    return action === "PutRecord"
      ? { RecordId: randomUUID(), Encrypted: false }
      : { FailedPutCount: 0, Encrypted: false, RequestResponses: records.map(() => ({ RecordId: randomUUID() })) };
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw new ServiceError("InvalidArgumentException", "The request is too large.");
    parts.push(part);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(parts).toString("utf8"));
    if (typeof body === "object" && body !== null) return body as Record<string, unknown>;
  } catch {
    // Answered below, like any other body that is no object.
  }
  throw new ServiceError("SerializationException", "The request body is not a JSON object.");
}

function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0 && value.length <= MAX_BATCH_RECORDS) return value;
  throw new ServiceError("InvalidArgumentException", `Records must hold 1 to ${MAX_BATCH_RECORDS} records.`);
}

function dataOf(record: unknown): Uint8Array {
  const data = (record as { Data?: unknown } | null | undefined)?.Data;
  if (typeof data === "string") return Buffer.from(data, "base64");
  throw new ServiceError("InvalidArgumentException", "A record must have Data.");
}

function checkSizes(records: readonly Uint8Array[]): void {
  if (records.some(({ length }) => length > MAX_RECORD_BYTES))
    throw new ServiceError("InvalidArgumentException", `A record holds at most ${MAX_RECORD_BYTES} bytes.`);
  if (records.reduce((sum, { length }) => sum + length, 0) > MAX_BATCH_BYTES)
    throw new ServiceError("InvalidArgumentException", `A batch holds at most ${MAX_BATCH_BYTES} bytes.`);
}
