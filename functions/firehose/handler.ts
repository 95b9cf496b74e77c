/** AWS Lambda as the transform of the delivery stream Cisco Spaces pushes to. Wiring only. */
import type { FirehoseTransformationEvent, FirehoseTransformationResult } from "aws-lambda";
import { backOff } from "../../runtime/back-off.ts";
import { startCore } from "../../runtime/start-core.ts";
import { once } from "../../shared/once.ts";
import { dynamoDbCalls, readSecretsManager } from "../clients.ts";
import { dynamoDbStore } from "../dynamodb/store.ts";
import { lambdaHandler } from "../lambda-handler.ts";
import { firehoseConfiguration } from "./configuration.ts";
import { firehoseProcess } from "./process.ts";

export const handler = lambdaHandler<FirehoseTransformationEvent, FirehoseTransformationResult>(
  "firehose",
  (environment) => {
    const configuration = firehoseConfiguration(environment);
    const core = once(() => startCore(configuration.core, true, readSecretsManager));
    const { tables } = configuration;
    const sinks = tables === undefined ? [] : [dynamoDbStore({ ...tables, calls: dynamoDbCalls(), backOff })];
    return { ready: core, process: firehoseProcess({ core, sinks, backOff }) };
  },
);
