/** From the stream to the tables: the processor, and the rules by which it is called. */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import { needsKey } from "../../shared/privacy/policy.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { functionEnvironment, privacyPolicy } from "../constructs/function-environment.ts";
import { acknowledgeNetwork, functionNetwork } from "../constructs/function-network.ts";
import { keyUse } from "../constructs/key-use.ts";
import { spacesFunction, writeTables } from "../constructs/spaces-function.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { consumeStream, GIVEN_UP_OBJECTS, keepGivenUp, readStream } from "../constructs/stream-consumer.ts";
import { acknowledge, objectsOf } from "../nag.ts";
import type { EventStoreStack } from "./event-store.ts";
import type { KinesisTargetStack } from "./kinesis-target.ts";

/**
 * A whole batch (6 MB: some 2,100 JSON events) takes about 25 ms of a core to normalise and then waits for DynamoDB.
 * 1,024 MiB is 0.6 of a core: more would idle, less would make the start, which is all CPU, noticeable.
 */
const MEMORY_MIB = 1_024;
/** 200 batch writes and the folded state take a second or two; the rest is room for throttling and its back-off. */
export const PROCESSOR_TIMEOUT_SECONDS = 60;

const DEAD_LETTER_OBJECTS = `${DEAD_LETTER_PREFIX}*`;

interface KinesisProcessorProps {
  readonly code: Code;
  readonly store: EventStoreStack;
  readonly target: KinesisTargetStack;
}

export class KinesisProcessorStack extends SpacesStack {
  readonly eventSourceMappingId: string;

  constructor(scope: Construct, config: SpacesConfig, props: KinesisProcessorProps) {
    super(scope, "kinesis-processor", config, { holdsData: false });
    const { store, target } = props;
    const { kinesis } = config.channels;
    const processor = spacesFunction(this, "Processor", {
      functionName: this.names.function.kinesis,
      description: `Spaces push receiver, ${config.stage}: from the stream to tables and dead letters`,
      code: props.code,
      environment: functionEnvironment(config, "kinesis", {
        tables: store.tableNames,
        privacyKeySecretId: store.privacyKey.secretArn,
        deadLetterBucket: store.deadLetters.bucketName,
      }),
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: PROCESSOR_TIMEOUT_SECONDS,
      encryptionKey: store.encryptionKey,
      logRetentionDays: config.logRetentionDays,
      network: functionNetwork(config),
      statements: statements(config, props),
    });
    for (const objects of [DEAD_LETTER_OBJECTS, GIVEN_UP_OBJECTS])
      acknowledge(this, "deadLetterObjects", objectsOf(store, store.deadLetters.bucketArn, objects));
    acknowledge(this, "noAsynchronousCalls");
    acknowledge(this, "noTracing");
    acknowledgeNetwork(this, config);
    // A window of 5 s by default: in quiet hours it is what folds many updates of a device into one write.
    this.eventSourceMappingId = consumeStream(this, "Mapping", {
      target: processor,
      streamArn: target.stream.streamArn,
      deadLetters: store.deadLetters,
      windowSeconds: kinesis.batchWindowSeconds,
      parallelizationFactor: kinesis.parallelizationFactor,
      maxRecordAgeHours: kinesis.maxRecordAgeHours,
    }).eventSourceMappingId;
    this.exportAlways([this.eventSourceMappingId]);
  }
}

function statements(config: SpacesConfig, { store, target }: KinesisProcessorProps): readonly PolicyStatement[] {
  const { customerKey, deadLetters } = store;
  const usesKey = needsKey(privacyPolicy(config));
  return [
    readStream(target.stream.streamArn),
    ...writeTables(store),
    ...keepGivenUp(deadLetters, [DEAD_LETTER_OBJECTS]),
    ...(usesKey
      ? [new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [store.privacyKey.secretArn] })]
      : []),
    keyUse(customerKey, "kinesis"),
    keyUse(customerKey, "dynamodb"),
    keyUse(customerKey, "s3"),
    ...(usesKey ? [keyUse(customerKey, "secretsmanager")] : []),
  ];
}
