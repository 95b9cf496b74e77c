/** AWS Lambda on the Kinesis stream Cisco Spaces pushes to: parse → process → answer. Wiring only. */
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { backOff } from "../../runtime/back-off.ts";
import { requestLog } from "../../runtime/log.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { startCore } from "../../runtime/start-core.ts";
import { deadlineOf } from "../../shared/batch/deadline.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { reportOf } from "../../shared/batch/report.ts";
import { once } from "../../shared/once.ts";
import type { EventSink } from "../../shared/ports.ts";
import { abortAt, dynamoDb, firehosePut, readSecretsManager, s3Put } from "../clients.ts";
import { dynamoDbStore } from "../dynamodb/store.ts";
import { firehoseLake } from "../firehose-lake.ts";
import { addReport, channelMetrics } from "../metrics.ts";
import { s3DeadLetter } from "../s3-dead-letter.ts";
import { kinesisConfiguration } from "./configuration.ts";
import { acknowledged, buildResponse, getRecords, sourceOf } from "./records.ts";

/** Kept back from the writes, so that dead letters can still be put ... */
const DEAD_LETTER_RESERVE_MS = 2_500;
/** ... and from those, so that the answer still gets out. */
const ANSWER_RESERVE_MS = 500;

const configuration = kinesisConfiguration(process.env);
const metrics = channelMetrics("kinesis");
const core = once(() =>
  startCore(configuration.core, configuration.lakeDeliveryStream !== undefined, readSecretsManager),
);
const callDynamoDb = dynamoDb();
const putToS3 = s3Put();
const putToFirehose = firehosePut();

async function processKinesisBatch(event: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> {
  const records = getRecords(event);
  const deadline = deadlineOf(() => context.getRemainingTimeInMillis(), DEAD_LETTER_RESERVE_MS);
  const outcomes = await processBatch(records, {
    ...(await core()),
    sinks: sinksFor(abortAt(deadline)),
    deadLetter: s3DeadLetter({
      put: putToS3(abortAt(deadlineOf(() => context.getRemainingTimeInMillis(), ANSWER_RESERVE_MS))),
      bucket: configuration.deadLetterBucket,
      ...sourceOf(event),
      range: [records[0]?.position ?? "", records.at(-1)?.position ?? ""],
      pipeline: PIPELINE,
    }),
    deadline,
  });
  const log = requestLog("kinesis", context.awsRequestId);
  const report = reportOf(outcomes, acknowledged(outcomes), Date.now());
  addReport(metrics, report);
  if (report.retryFrom !== undefined) log.warn("batch is retried from a record", report.retryFrom);
  if (report.rejected > 0) log.warn("events were dead-lettered", { rejections: report.rejections });
  return buildResponse(outcomes);
}

function sinksFor(signal: AbortSignal): readonly EventSink[] {
  const store = dynamoDbStore({ ...configuration.tables, calls: callDynamoDb(signal), backOff });
  const deliveryStream = configuration.lakeDeliveryStream;
  return deliveryStream === undefined
    ? [store]
    : [store, firehoseLake({ send: putToFirehose(signal), deliveryStream, backOff })];
}

export const handler = middy<KinesisStreamEvent, KinesisStreamBatchResponse>()
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(processKinesisBatch);
