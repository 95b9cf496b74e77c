/** AWS Lambda on the Kinesis stream Cisco Spaces pushes to, for the tables: parse → process → answer. Wiring only. */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { backOff } from "../../runtime/back-off.ts";
import { PIPELINE } from "../../runtime/pipeline.ts";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { dynamoDbCalls, readSecretsManager, s3Put } from "../clients.ts";
import { dynamoDbStore } from "../dynamodb/store.ts";
import { lambdaHandler } from "../lambda-handler.ts";
import { s3DeadLetter } from "../s3-dead-letter.ts";
import { kinesisConfiguration } from "./configuration.ts";
import { kinesisProcess } from "./process.ts";

export const handler = lambdaHandler<KinesisStreamEvent, KinesisStreamBatchResponse>("kinesis", (environment) => {
  const configuration = kinesisConfiguration(environment);
  const core = once(() => startCore(configuration.core, false, readSecretsManager));
  const sinks = [dynamoDbStore({ ...configuration.tables, calls: dynamoDbCalls(), backOff })];
  const deadLetter = s3DeadLetter({ put: s3Put(), bucket: configuration.deadLetterBucket, pipeline: PIPELINE });
  return { ready: core, process: kinesisProcess({ core, sinks, deadLetter }) };
});
