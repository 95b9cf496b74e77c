/**
 * The second channel and the lake both end in: the delivery stream Cisco's "AWS Kinesis Firehose" channel pushes to,
 * with the transform function, and the one the Kinesis function packs its rows into. They write to one folder.
 */
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { FirehoseTransformationResult } from "aws-lambda";
import { DEFAULT_LAKE_DIRECTORY } from "../../cli/query.ts";
import type { EncodedRecord } from "../../cli/simulator/records.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { type DeliveryStream, startDeliveryStream } from "./firehose/delivery-stream.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import { FIREHOSE_STREAM, LAKE_STREAM } from "./names.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MAX_RECORD_BYTES = 1_000 * 1_024;
const MAX_CALL_RECORDS = 500;
const MAX_CALL_BYTES = 4 * 1_024 * 1_024;
/** As the stack sets them; a short run ends before, and its files are written at the end. */
const BUFFER_BYTES = 128 * 1_024 * 1_024;
const BUFFER_MS = 900_000;

export interface LakeChannel {
  readonly directory: string;
  /** Where the Kinesis function puts its packed rows. */
  readonly packed: DeliveryStream;
  /** Where Cisco puts its records. */
  readonly pushed: DeliveryStream;
  /** Puts a record as Cisco would; one that Data Firehose does not take by its size is left out. */
  put(record: EncodedRecord): Promise<void>;
  /** Delivers everything that was put, so that the lake can be asked. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Empties the folder first: a run's lake is that run's. The transform is started when its first batch comes. */
export async function startLakeChannel(startTransform: () => Promise<LambdaFunction>): Promise<LakeChannel> {
  const directory = resolve(DEFAULT_LAKE_DIRECTORY);
  await rm(directory, { recursive: true, force: true });
  const stream = { directory, bufferBytes: BUFFER_BYTES, bufferMs: BUFFER_MS };
  let transform: Promise<LambdaFunction> | undefined;
  const packed = await startDeliveryStream({ ...stream, name: LAKE_STREAM });
  const pushed = await startDeliveryStream({
    ...stream,
    name: FIREHOSE_STREAM,
    async transform(event) {
      transform ??= startTransform();
      const invocation = await (await transform).invoke(event);
      if (invocation.kind === "failed") throw new Error(invocation.message);
      return invocation.response as FirehoseTransformationResult;
    },
  });
  const client = new FirehoseClient({ endpoint: pushed.endpoint, region: REGION, credentials: CREDENTIALS });
  let waiting: Uint8Array[] = [];
  let bytes = 0;

  async function putWaiting(): Promise<void> {
    const Records = waiting.map((Data) => ({ Data }));
    waiting = [];
    bytes = 0;
    if (Records.length > 0)
      await client.send(new PutRecordBatchCommand({ DeliveryStreamName: FIREHOSE_STREAM, Records }));
  }

  return {
    directory,
    packed,
    pushed,
    async put(record) {
      if (record.bytes.length > MAX_RECORD_BYTES) return;
      if (waiting.length === MAX_CALL_RECORDS || bytes + record.bytes.length > MAX_CALL_BYTES) await putWaiting();
      waiting.push(record.bytes);
      bytes += record.bytes.length;
    },
    async flush() {
      await putWaiting();
      await Promise.all([packed.flush(), pushed.flush()]);
    },
    async close() {
      client.destroy();
      await Promise.allSettled([packed.close(), pushed.close()]);
      await (await transform)?.close();
    },
  };
}
