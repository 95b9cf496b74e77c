/**
 * AWS Lambda on the same Kinesis stream as the tables' function, with a mapping of its own, so that neither waits for the
 * other: parse → process → answer. Wiring only.
 */
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { startCore } from "../../runtime/start-core.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { landing } from "../../shared/lake/landing.ts";
import { passedOver } from "../../shared/lake/passed-over.ts";
import { once } from "../../shared/once.ts";
import type { DeadLetter } from "../../shared/ports.ts";
import { readSecretsManager, s3Put } from "../clients.ts";
import { buildResponse, getRecords, sourceOf } from "../kinesis/records.ts";
import { lambdaHandler } from "../lambda-handler.ts";
import { lakeConfiguration } from "./configuration.ts";
import { s3Landing } from "./landing.ts";

/** Kept back from the put, so that the answer still gets out. */
const ANSWER_RESERVE_MS = 500;

/** The tables' consumer keeps the letters of this stream; two of each would be redriven twice. */
const deadLetter: DeadLetter = { put: async () => undefined };

export const handler = lambdaHandler<KinesisStreamEvent, KinesisStreamBatchResponse>("lake", (environment) => {
  const configuration = lakeConfiguration(environment);
  const core = once(() => startCore(configuration.core, true, readSecretsManager));
  const put = s3Landing({ put: s3Put(), bucket: configuration.bucket });
  return {
    ready: core,
    async process(event, timeLeft) {
      const deadline = timeLeft(ANSWER_RESERVE_MS);
      const source = sourceOf(event);
      const batch = { records: getRecords(event), source, writeBy: deadline, keepBy: deadline };
      const sinks = [landing(put, source)];
      const outcomes = passedOver(await processBatch(batch, { ...(await core()), sinks, deadLetter }));
      return { outcomes, ...buildResponse(outcomes) };
    },
  };
});
