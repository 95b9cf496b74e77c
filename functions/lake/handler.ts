/**
 * AWS Lambda on the same Kinesis stream as the tables' function, with a mapping of its own, so that neither waits for the
 * other: parse → process → answer. Wiring only.
 */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { readSecretsManager, s3Put } from "../clients.ts";
import { lambdaHandler } from "../lambda-handler.ts";
import { lakeConfiguration } from "./configuration.ts";
import { s3Landing } from "./landing.ts";
import { lakeProcess } from "./process.ts";

export const handler = lambdaHandler<KinesisStreamEvent, KinesisStreamBatchResponse>("lake", (environment) => {
  const configuration = lakeConfiguration(environment);
  const core = once(() => startCore(configuration.core, true, readSecretsManager));
  const put = s3Landing({ put: s3Put(), bucket: configuration.bucket });
  return { ready: core, process: lakeProcess({ core, put }) };
});
