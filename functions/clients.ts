/** AWS clients with the time-outs a function needs: a call that hangs must not cost the invocation. */
import { setMaxListeners } from "node:events";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Deadline } from "../shared/ports.ts";
import type { DynamoDbSend } from "./dynamodb-store.ts";
import type { FirehoseLakeOptions } from "./firehose-lake.ts";
import type { S3DeadLetter } from "./s3-dead-letter.ts";

const CONNECTION_TIMEOUT_MS = 1_000;
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 3;
const MAX_SOCKETS = 64;

const clientOptions = {
  maxAttempts: MAX_ATTEMPTS,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    throwOnRequestTimeout: true,
    httpsAgent: { maxSockets: MAX_SOCKETS },
    httpAgent: { maxSockets: MAX_SOCKETS },
  },
};

/** Bounds every call of one invocation by the time it has left. */
export function abortAt(deadline: Deadline): AbortSignal {
  const signal = AbortSignal.timeout(Math.max(0, deadline.remainingMs()));
  // Many calls wait on it at once; that is no leak.
  setMaxListeners(0, signal);
  return signal;
}

export function dynamoDbSend(): (abortSignal: AbortSignal) => DynamoDbSend {
  const client = new DynamoDBClient(clientOptions);
  return (abortSignal) =>
    ((command: Parameters<typeof client.send>[0]) => client.send(command, { abortSignal })) as DynamoDbSend;
}

/** Made when the first dead letter comes. Path style, so that an endpoint of one's own works. */
export function s3Put(): (abortSignal: AbortSignal) => S3DeadLetter["put"] {
  let loading: ReturnType<typeof loadS3> | undefined;
  return (abortSignal) => async (input) => {
    loading ??= loadS3();
    const { client, PutObjectCommand } = await loading;
    return client.send(new PutObjectCommand(input), { abortSignal });
  };
}

/** Made when there is a lake to write to. */
export function firehosePut(): (abortSignal: AbortSignal) => FirehoseLakeOptions["send"] {
  let loading: ReturnType<typeof loadFirehose> | undefined;
  return (abortSignal) => async (input) => {
    loading ??= loadFirehose();
    const { client, PutRecordBatchCommand } = await loading;
    return client.send(new PutRecordBatchCommand(input), { abortSignal });
  };
}

async function loadFirehose() {
  const { FirehoseClient, PutRecordBatchCommand } = await import("@aws-sdk/client-firehose");
  return { PutRecordBatchCommand, client: new FirehoseClient(clientOptions) };
}

async function loadS3() {
  const { PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
  return { PutObjectCommand, client: new S3Client({ ...clientOptions, forcePathStyle: true }) };
}
