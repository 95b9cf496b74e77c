/** AWS Lambda as the transform of the delivery stream Cisco Spaces pushes to: parse → process → answer. Wiring only. */
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import { backOff } from "../../runtime/back-off.ts";
import { startCore } from "../../runtime/start-core.ts";
import { processWithRetries } from "../../shared/batch/attempts.ts";
import { processBatch } from "../../shared/batch/process-batch.ts";
import { once } from "../../shared/once.ts";
import type { DeadLetter } from "../../shared/ports.ts";
import { dynamoDbCalls, readSecretsManager } from "../clients.ts";
import { dynamoDbStore } from "../dynamodb/store.ts";
import { lambdaHandler } from "../lambda-handler.ts";
import { firehoseConfiguration } from "./configuration.ts";
import { buildResponse, getRecords, sourceOf } from "./records.ts";

/** Kept back from the writes, so that an answer of megabytes still gets out. */
const ANSWER_RESERVE_MS = 2_000;

/** Data Firehose itself keeps the raw bytes of every record answered ProcessingFailed. */
const deadLetter: DeadLetter = { put: async () => undefined };

export const handler = lambdaHandler<FirehoseTransformationEvent, FirehoseTransformationResult>(
  "firehose",
  (environment) => {
    const configuration = firehoseConfiguration(environment);
    const core = once(() => startCore(configuration.core, true, readSecretsManager));
    const { tables } = configuration;
    const sinks = tables === undefined ? [] : [dynamoDbStore({ ...tables, calls: dynamoDbCalls(), backOff })];
    return {
      ready: core,
      async process(event, timeLeft) {
        const deadline = timeLeft(ANSWER_RESERVE_MS);
        const batch = { records: getRecords(event), source: sourceOf(event), writeBy: deadline, keepBy: deadline };
        const ports = { ...(await core()), sinks, deadLetter };
        const outcomes = await processWithRetries(batch, (part) => processBatch(part, ports), backOff);
        return { outcomes, ...buildResponse(outcomes) };
      },
    };
  },
);
