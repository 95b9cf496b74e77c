/**
 * From the stream to the lake: a function of its own on the same stream, so that neither the tables nor the lake wait for
 * the other. A stack of its own, so that the lake can be switched on and off without a hole in what watches the tables.
 */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { needsKey } from "../../shared/privacy/policy.ts";
import type { SpacesConfig } from "../config/spaces-config.ts";
import { functionEnvironment, privacyPolicy } from "../constructs/function-environment.ts";
import { acknowledgeNetwork, functionNetwork } from "../constructs/function-network.ts";
import { keyUse } from "../constructs/key-use.ts";
import { EVENTS_PREFIX } from "../constructs/lake-prefixes.ts";
import { spacesFunction } from "../constructs/spaces-function.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { consumeStream, GIVEN_UP_OBJECTS, keepGivenUp, readStream } from "../constructs/stream-consumer.ts";
import { acknowledge, objectsOf } from "../nag.ts";
import type { EventStoreStack } from "./event-store.ts";
import type { KinesisTargetStack } from "./kinesis-target.ts";
import type { LakeStack } from "./lake.ts";

/** A whole batch (6 MB: 2,400 events of JSON, 6,000 of protobuf) with payloads and file takes some 450 MiB; the rest is 0.6 of a core. */
const MEMORY_MIB = 1_024;
/** A whole batch takes a second or two; the rest is room for a bucket that answers late. */
export const LAKE_TIMEOUT_SECONDS = 60;

const LANDING_OBJECTS = `${EVENTS_PREFIX}*`;

interface KinesisLakeProps {
  readonly code: Code;
  readonly store: EventStoreStack;
  readonly target: KinesisTargetStack;
  readonly lake: LakeStack;
}

export class KinesisLakeStack extends SpacesStack {
  readonly eventSourceMappingId: string;

  constructor(scope: Construct, config: SpacesConfig, props: KinesisLakeProps) {
    super(scope, "kinesis-lake", config, { holdsData: false });
    const { store, target, lake } = props;
    const { kinesis } = config.channels;
    const writer = spacesFunction(this, "Writer", {
      functionName: this.names.function.lake,
      description: `Spaces push receiver, ${config.stage}: from the stream to the lake`,
      code: props.code,
      handler: "lake.handler",
      environment: functionEnvironment(config, "kinesis", {
        tables: undefined,
        privacyKeySecretId: store.privacyKey.secretArn,
        lakeBucket: lake.bucket.bucketName,
      }),
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: LAKE_TIMEOUT_SECONDS,
      encryptionKey: store.encryptionKey,
      logRetentionDays: config.logRetentionDays,
      network: functionNetwork(config),
      statements: statements(config, props),
    });
    acknowledge(this, "deadLetterObjects", objectsOf(store, store.deadLetters.bucketArn, GIVEN_UP_OBJECTS));
    acknowledge(this, "lakeObjects", objectsOf(lake, lake.bucket.bucketArn, LANDING_OBJECTS));
    acknowledge(this, "noAsynchronousCalls");
    acknowledge(this, "noTracing");
    acknowledgeNetwork(this, config);
    this.eventSourceMappingId = consumeStream(this, "Mapping", {
      target: writer,
      streamArn: target.stream.streamArn,
      deadLetters: store.deadLetters,
      windowSeconds: config.lake.batchWindowSeconds,
      maxRecordAgeHours: kinesis.maxRecordAgeHours,
      enabled: kinesis.writeLake,
    }).eventSourceMappingId;
    this.exportAlways([this.eventSourceMappingId]);
  }
}

/** It puts files and reads none; of the tables it knows nothing. */
function statements(config: SpacesConfig, { store, target, lake }: KinesisLakeProps): readonly PolicyStatement[] {
  const { customerKey, deadLetters } = store;
  const usesKey = needsKey(privacyPolicy(config));
  return [
    readStream(target.stream.streamArn),
    new PolicyStatement({ actions: ["s3:PutObject"], resources: [lake.bucket.arnForObjects(LANDING_OBJECTS)] }),
    ...keepGivenUp(deadLetters),
    ...(usesKey
      ? [new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [store.privacyKey.secretArn] })]
      : []),
    keyUse(customerKey, "kinesis"),
    keyUse(customerKey, "s3"),
    ...(usesKey ? [keyUse(customerKey, "secretsmanager")] : []),
  ];
}
