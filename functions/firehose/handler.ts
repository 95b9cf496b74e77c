/** AWS Lambda as the transform of the delivery stream Cisco Spaces pushes to: parse → process → answer. Wiring only. */
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context, FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import { backOff } from "../../runtime/back-off.ts";
import { requestLog } from "../../runtime/log.ts";
import { startCore } from "../../runtime/start-core.ts";
import { processWithRetries } from "../../shared/batch/attempts.ts";
import { deadlineOf } from "../../shared/batch/deadline.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { reportOf } from "../../shared/batch/report.ts";
import { once } from "../../shared/once.ts";
import type { DeadLetter, EventSink } from "../../shared/ports.ts";
import { abortAt, dynamoDb, readSecretsManager } from "../clients.ts";
import { dynamoDbStore } from "../dynamodb/store.ts";
import { addReport, channelMetrics } from "../metrics.ts";
import { firehoseConfiguration } from "./configuration.ts";
import { buildResponse, getRecords } from "./records.ts";

/** Kept back from the writes, so that an answer of megabytes still gets out. */
const ANSWER_RESERVE_MS = 2_000;

/** Data Firehose itself keeps the raw bytes of every record answered ProcessingFailed. */
const keptByFirehose: DeadLetter = { put: async () => undefined };

const configuration = firehoseConfiguration(process.env);
const metrics = channelMetrics("firehose");
const core = once(() => startCore(configuration.core, true, readSecretsManager));
const callDynamoDb = dynamoDb();

async function transform(event: FirehoseTransformationEvent, context: Context): Promise<FirehoseTransformationResult> {
  const deadline = deadlineOf(() => context.getRemainingTimeInMillis(), ANSWER_RESERVE_MS);
  const ports = {
    ...(await core()),
    sinks: sinksFor(abortAt(deadline)),
    deadLetter: keptByFirehose,
    deadline,
  };
  const outcomes = await processWithRetries(
    getRecords(event),
    (records) => processBatch(records, ports),
    backOff,
    deadline,
  );
  const { result, overflow } = buildResponse(outcomes);
  const settled = outcomes.filter(({ status }) => status !== "retry");
  const log = requestLog("firehose", context.awsRequestId);
  const report = reportOf(outcomes, settled, Date.now());
  addReport(metrics, report);
  if (overflow > 0) log.warn("records did not fit into the response", { overflow });
  if (settled.length < outcomes.length)
    log.warn("records could not be written", { count: outcomes.length - settled.length });
  if (report.rejected > 0) log.warn("events were rejected", { rejections: report.rejections });
  return result;
}

function sinksFor(signal: AbortSignal): readonly EventSink[] {
  if (configuration.tables === undefined) return [];
  return [dynamoDbStore({ ...configuration.tables, calls: callDynamoDb(signal), backOff })];
}

export const handler = middy<FirehoseTransformationEvent, FirehoseTransformationResult>()
  .use(logMetrics(metrics, { captureColdStartMetric: true }))
  .handler(transform);
