/** From the stream to the stores: the processor, the rules by which it is called, and its way into the lake. */
import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  type Code,
  EventSourceMapping,
  type Function as LambdaFunction,
  MetricType,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { DEAD_LETTER_PREFIX } from "../../functions/s3-dead-letter.ts";
import { needsKey } from "../../shared/privacy/policy.ts";
import type { KinesisChannelConfig, SpacesConfig } from "../config/spaces-config.ts";
import { functionEnvironment, privacyPolicy } from "../constructs/function-environment.ts";
import { acknowledgeNetwork, functionNetwork } from "../constructs/function-network.ts";
import { keyUse } from "../constructs/key-use.ts";
import { spacesFunction, writeTables } from "../constructs/spaces-function.ts";
import { SpacesStack } from "../constructs/spaces-stack.ts";
import { acknowledge, objectsOf } from "../nag.ts";
import type { EventStoreStack } from "./event-store.ts";
import type { KinesisTargetStack } from "./kinesis-target.ts";
import type { LakeStack } from "./lake.ts";

/**
 * A whole batch (6 MB: some 2,100 JSON events) takes about 25 ms of a core to normalise and then waits for DynamoDB.
 * 1,024 MiB is 0.6 of a core: more would idle, less would make the start, which is all CPU, noticeable.
 */
const MEMORY_MIB = 1_024;
/** 200 batch writes and the folded state take a second or two; the rest is room for throttling and its back-off. */
export const PROCESSOR_TIMEOUT_SECONDS = 60;
/** The most there is. 6 MB binds first, and the window decides in quiet hours: a limit of ours would only split batches. */
const BATCH_SIZE = 10_000;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html: "failed records are retried until the record expires". */
const UNLIMITED_ATTEMPTS = -1;
/** Lambda names what it keeps of a batch it gives up: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const ON_FAILURE_PREFIX = "aws/lambda/";

interface KinesisProcessorProps {
  readonly code: Code;
  readonly store: EventStoreStack;
  readonly target: KinesisTargetStack;
  /** Where rows go; `undefined` where they do not. */
  readonly lake: LakeStack | undefined;
}

export class KinesisProcessorStack extends SpacesStack {
  readonly eventSourceMappingId: string;

  constructor(scope: Construct, config: SpacesConfig, props: KinesisProcessorProps) {
    super(scope, "kinesis-processor", config, { holdsData: false });
    const { store, lake } = props;
    const processor = spacesFunction(this, "Processor", {
      functionName: this.names.function.kinesis,
      description: `Spaces push receiver, ${config.stage}: from the stream to tables, lake and dead letters`,
      code: props.code,
      environment: functionEnvironment(config, "kinesis", {
        tables: store.tableNames,
        privacyKeySecretId: store.privacyKey.secretArn,
        deadLetterBucket: store.deadLetters.bucketName,
        ...(lake !== undefined && { lakeDeliveryStream: lake.packedRows.deliveryStreamName }),
      }),
      memoryMiB: MEMORY_MIB,
      timeoutSeconds: PROCESSOR_TIMEOUT_SECONDS,
      encryptionKey: store.encryptionKey,
      logRetentionDays: config.logRetentionDays,
      network: functionNetwork(config),
      statements: statements(config, props),
    });
    acknowledge(this, "deadLetterObjects", objectsOf(store, store.deadLetters.bucketArn, `${DEAD_LETTER_PREFIX}*`));
    acknowledge(this, "deadLetterObjects", objectsOf(store, store.deadLetters.bucketArn, `${ON_FAILURE_PREFIX}*`));
    acknowledge(this, "noAsynchronousCalls");
    acknowledge(this, "noTracing");
    acknowledgeNetwork(this, config);
    this.eventSourceMappingId = this.mapping(processor, config.channels.kinesis, props).eventSourceMappingId;
    this.exportAlways([this.eventSourceMappingId]);
  }

  /**
   * - `maxBatchingWindow`: 5 s by default. In quiet hours it is what folds many updates of a device into one write, and
   *   it bounds how far the tables lag behind.
   * - `parallelizationFactor`: 1 by default. A second batch of a shard at once halves the folding; order needs nothing.
   * - `maxRecordAge`, `retryAttempts`: what fails is given up by its age alone, with the whole record, before the stream
   *   forgets it. A number of attempts is not a time: AWS documents no pause between them, and an outage of an hour could
   *   use up any number.
   * - `bisectBatchOnError`: a record that crashes the function is alone after at most 14 splits, so that what came before it
   *   is stored. Its shard waits until it is given up.
   * - `TRIM_HORIZON`: LATEST can skip what arrives while the mapping is made or changed.
   */
  private mapping(
    target: LambdaFunction,
    kinesis: KinesisChannelConfig,
    props: KinesisProcessorProps,
  ): EventSourceMapping {
    return new EventSourceMapping(this, "Mapping", {
      target,
      eventSourceArn: props.target.stream.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      maxBatchingWindow: Duration.seconds(kinesis.batchWindowSeconds),
      parallelizationFactor: kinesis.parallelizationFactor,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: UNLIMITED_ATTEMPTS,
      maxRecordAge: Duration.hours(kinesis.maxRecordAgeHours),
      // Not the library's S3 destination, which lets the function read and delete the whole bucket.
      onFailure: { bind: () => ({ destination: props.store.deadLetters.bucketArn }) },
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
  }
}

function statements(config: SpacesConfig, { store, target, lake }: KinesisProcessorProps): readonly PolicyStatement[] {
  const { customerKey, deadLetters } = store;
  const usesKey = needsKey(privacyPolicy(config));
  return [
    // https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html, less SubscribeToShard: no fan-out here.
    new PolicyStatement({
      actions: [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
      ],
      resources: [target.stream.streamArn],
    }),
    ...writeTables(store),
    new PolicyStatement({
      actions: ["s3:PutObject"],
      resources: [
        deadLetters.arnForObjects(`${DEAD_LETTER_PREFIX}*`),
        deadLetters.arnForObjects(`${ON_FAILURE_PREFIX}*`),
      ],
    }),
    // Lambda asks for it of whoever has an on-failure bucket.
    new PolicyStatement({ actions: ["s3:ListBucket"], resources: [deadLetters.bucketArn] }),
    ...(lake === undefined
      ? []
      : [
          new PolicyStatement({ actions: ["firehose:PutRecordBatch"], resources: [lake.packedRows.deliveryStreamArn] }),
        ]),
    ...(usesKey
      ? [new PolicyStatement({ actions: ["secretsmanager:GetSecretValue"], resources: [store.privacyKey.secretArn] })]
      : []),
    keyUse(customerKey, "kinesis"),
    keyUse(customerKey, "dynamodb"),
    keyUse(customerKey, "s3"),
    ...(usesKey ? [keyUse(customerKey, "secretsmanager")] : []),
  ];
}
