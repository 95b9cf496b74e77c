/**
 * The second channel and the lake both end in: the delivery stream Cisco's "AWS Kinesis Firehose" channel pushes to,
 * with the transform function, and the one the Kinesis function packs its rows into. They write to one folder.
 */
import { resolve } from "node:path";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { FirehoseTransformationResult } from "aws-lambda";
import type { EncodedRecord } from "../../cli/simulator/records.ts";
import type { LakeCounts } from "../lake.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { type DeliveryStream, startDeliveryStream } from "./firehose/delivery-stream.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import { FIREHOSE_STREAM, LAKE_STREAM } from "./names.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MAX_RECORD_BYTES = 1_000 * 1_024;
const MAX_CALL_RECORDS = 500;
const MAX_CALL_BYTES = 4 * 1_024 * 1_024;
/** The stack buffers for minutes; here somebody is waiting to see the rows, and what waits takes memory. */
const BUFFER_BYTES = 4 * 1_024 * 1_024;
const BUFFER_MS = 3_000;

export interface LakeChannel {
  readonly directory: string;
  /** Where the Kinesis function puts its packed rows. */
  readonly packed: DeliveryStream;
  /** Where Cisco puts its records. */
  readonly pushed: DeliveryStream;
  /** Puts records as Cisco would; those that Data Firehose does not take by their size are left out. */
  put(records: readonly EncodedRecord[]): Promise<void>;
  /** Delivers everything that was put, so that the lake can be asked. */
  flush(): Promise<void>;
  counts(): LakeCounts;
  close(): Promise<void>;
}

/** The transform is started when its first batch comes. */
export async function startLakeChannel(
  lakeDirectory: string,
  startTransform: () => Promise<LambdaFunction>,
): Promise<LakeChannel> {
  const directory = resolve(lakeDirectory);
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
  return {
    directory,
    packed,
    pushed,
    async put(records) {
      for (const Records of calls(records))
        await client.send(new PutRecordBatchCommand({ DeliveryStreamName: FIREHOSE_STREAM, Records }));
    },
    flush: async () => {
      await Promise.all([packed.flush(), pushed.flush()]);
    },
    counts: () => countsOf(packed, pushed),
    async close() {
      client.destroy();
      await Promise.allSettled([packed.close(), pushed.close()]);
      await (await transform)?.close();
    },
  };
}

function* calls(records: readonly EncodedRecord[]): Generator<{ Data: Uint8Array }[]> {
  let call: { Data: Uint8Array }[] = [];
  let bytes = 0;
  for (const { bytes: Data } of records) {
    if (Data.length > MAX_RECORD_BYTES) continue;
    if (call.length === MAX_CALL_RECORDS || bytes + Data.length > MAX_CALL_BYTES) {
      yield call;
      call = [];
      bytes = 0;
    }
    call.push({ Data });
    bytes += Data.length;
  }
  if (call.length > 0) yield call;
}

function countsOf(packed: DeliveryStream, pushed: DeliveryStream): LakeCounts {
  const [fromKinesis, fromFirehose] = [packed.stats(), pushed.stats()];
  return {
    rows: fromKinesis.rowsDelivered + fromFirehose.rowsDelivered,
    files: fromKinesis.filesWritten + fromFirehose.filesWritten,
    failed: fromKinesis.conversionFailed + fromFirehose.conversionFailed,
    channels: [
      {
        key: "firehose",
        title: "Data Firehose",
        received: fromFirehose.recordsIn,
        dropped: fromFirehose.dropped,
        failed: fromFirehose.processingFailed,
      },
    ],
  };
}
