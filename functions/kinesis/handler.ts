/** AWS Lambda on the Kinesis stream Cisco Spaces pushes to, for the tables: parse → process → answer. Wiring only. */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { backOff } from "../../runtime/back-off.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { startCore } from "../../runtime/start-core.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { once } from "../../shared/once.ts";
import { dynamoDbCalls, readSecretsManager, s3Put } from "../clients.ts";
import { dynamoDbStore } from "../dynamodb/store.ts";
import { lambdaHandler } from "../lambda-handler.ts";
import { s3DeadLetter } from "../s3-dead-letter.ts";
import { kinesisConfiguration } from "./configuration.ts";
import { buildResponse, getRecords, sourceOf } from "./records.ts";

/** Kept back from the writes, so that dead letters can still be put ... */
const DEAD_LETTER_RESERVE_MS = 2_500;
/** ... and from those, so that the answer still gets out. */
const ANSWER_RESERVE_MS = 500;

export const handler = lambdaHandler<KinesisStreamEvent, KinesisStreamBatchResponse>("kinesis", (environment) => {
  const configuration = kinesisConfiguration(environment);
  const core = once(() => startCore(configuration.core, false, readSecretsManager));
  const sinks = [dynamoDbStore({ ...configuration.tables, calls: dynamoDbCalls(), backOff })];
  const deadLetter = s3DeadLetter({ put: s3Put(), bucket: configuration.deadLetterBucket, pipeline: PIPELINE });
  return {
    ready: core,
    async process(event, timeLeft) {
      const batch = {
        records: getRecords(event),
        source: sourceOf(event),
        writeBy: timeLeft(DEAD_LETTER_RESERVE_MS),
        keepBy: timeLeft(ANSWER_RESERVE_MS),
      };
      const outcomes = await processBatch(batch, { ...(await core()), sinks, deadLetter });
      return { outcomes, ...buildResponse(outcomes) };
    },
  };
});
