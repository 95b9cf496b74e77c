/**
 * The lake, and the second channel that ends in it: the bucket the lake's function puts its files into, and the delivery
 * stream Cisco's "AWS Kinesis Firehose" channel pushes to, with the transform function. They write to one folder.
 */
import { resolve } from "node:path";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { FirehoseTransformationResult } from "aws-lambda";
import type { EncodedRecord } from "../../cli/simulator/records.ts";
import type { Status } from "../../shared/outcome.ts";
import type { CloudOptions } from "../cloud.ts";
import type { CountedChannel, LakeCounts } from "../lake.ts";
import { type LandingProgress, newLandingProgress } from "../landing-progress.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { type DeliveryStream, startDeliveryStream } from "./firehose/delivery-stream.ts";
import type { Invocation } from "./invocation.ts";
import { readDelivery } from "./lambda/delivery-report.ts";
import type { LambdaFunction } from "./lambda/function.ts";
import { FIREHOSE_STREAM, LAKE_BUCKET } from "./names.ts";
import { type LakeBucket, startLakeBucket } from "./stand-ins/lake-bucket.ts";

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const MAX_RECORD_BYTES = 1_000 * 1_024;
const MAX_CALL_RECORDS = 500;
const MAX_CALL_BYTES = 4 * 1_024 * 1_024;
/** The stack buffers for minutes; here somebody is waiting to see the rows, and what waits takes memory. */
const BUFFER_BYTES = 4 * 1_024 * 1_024;
const BUFFER_MS = 3_000;

export interface LakeChannel {
  readonly directory: string;
  /** Where the lake's function puts its files. */
  readonly bucket: LakeBucket;
  readonly progress: LandingProgress;
  /** Where Cisco puts its records. */
  readonly pushed: DeliveryStream;
  /** Puts records as Cisco would; those that Data Firehose does not take by their size are left out. */
  put(records: readonly EncodedRecord[]): Promise<void>;
  /** Waits for everything that was put, so that the lake can be asked. Resolved early on abort. */
  flush(signal?: AbortSignal): Promise<void>;
  counts(): LakeCounts;
  close(): Promise<void>;
}

/** The transform is started when its first batch comes. */
export async function startLakeChannel(
  { lakeDirectory, faults }: Pick<CloudOptions, "lakeDirectory" | "faults">,
  startTransform: () => Promise<LambdaFunction>,
): Promise<LakeChannel> {
  const directory = resolve(lakeDirectory);
  let transform: Promise<LambdaFunction> | undefined;
  const transformed = newTransformed();
  const progress = newLandingProgress();
  const bucket = await startLakeBucket({ bucket: LAKE_BUCKET, directory, faulty: faults });
  const pushed = await startDeliveryStream({
    name: FIREHOSE_STREAM,
    directory,
    bufferBytes: BUFFER_BYTES,
    bufferMs: BUFFER_MS,
    async transform(event) {
      transform ??= startTransform();
      const invocation = await (await transform).invoke(event);
      transformed.count(invocation);
      if (invocation.kind === "failed") throw new Error(invocation.message);
      return invocation.response as FirehoseTransformationResult;
    },
  });
  const client = new FirehoseClient({ endpoint: pushed.endpoint, region: REGION, credentials: CREDENTIALS });
  return {
    directory,
    bucket,
    progress,
    pushed,
    async put(records) {
      for (const Records of calls(records))
        await client.send(new PutRecordBatchCommand({ DeliveryStreamName: FIREHOSE_STREAM, Records }));
    },
    async flush(signal) {
      await Promise.all([progress.caughtUp(signal), pushed.flush()]);
    },
    counts: () => countsOf(bucket, progress, pushed, transformed.counts()),
    async close() {
      client.destroy();
      await Promise.allSettled([bucket.close(), pushed.close()]);
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

type TransformCounts = Pick<CountedChannel, "invocations" | "failedInvocations" | "outcomes">;

const statuses = ["stored", "duplicate", "ignored", "rejected", "retry"] as const satisfies readonly Status[];

/** What the transform says of its batches: what failed comes again, and is counted then. */
function newTransformed() {
  let [invocations, failedInvocations] = [0, 0];
  const outcomes = { stored: 0, duplicate: 0, ignored: 0, rejected: 0, retry: 0 };
  return {
    count({ kind, logs }: Invocation): void {
      invocations++;
      if (kind === "failed") failedInvocations++;
      else {
        const { report } = readDelivery(logs);
        for (const status of statuses) outcomes[status] += report[status];
      }
    },
    counts: (): TransformCounts => ({ invocations, failedInvocations, outcomes: { ...outcomes } }),
  };
}

function countsOf(
  bucket: LakeBucket,
  progress: LandingProgress,
  pushed: DeliveryStream,
  transformed: TransformCounts,
): LakeCounts {
  const fromFirehose = pushed.stats();
  return {
    rows: progress.rows() + fromFirehose.rowsDelivered,
    files: bucket.objects() + fromFirehose.filesWritten,
    failed: progress.failed() + fromFirehose.conversionFailed,
    channels: [
      {
        key: "firehose",
        title: "Data Firehose",
        received: fromFirehose.recordsIn,
        dropped: fromFirehose.dropped,
        failed: fromFirehose.processingFailed,
        ...transformed,
      },
    ],
  };
}
