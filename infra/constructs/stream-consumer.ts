/** A function on the stream: the rules by which it is called, the same for each, and what its role needs to be called. */
import { Duration } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EventSourceMapping, type IFunction, MetricType, StartingPosition } from "aws-cdk-lib/aws-lambda";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

/** The most there is. 6 MB binds first, and the window decides in quiet hours: a limit of ours would only split batches. */
const BATCH_SIZE = 10_000;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html: "failed records are retried until the record expires". */
const UNLIMITED_ATTEMPTS = -1;
/** Lambda names what it keeps of a batch it gives up: https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
const ON_FAILURE_PREFIX = "aws/lambda/";
/** Of the dead-letter bucket, what a mapping puts there. */
export const GIVEN_UP_OBJECTS = `${ON_FAILURE_PREFIX}*`;

interface StreamConsumerProps {
  readonly target: IFunction;
  readonly streamArn: string;
  /** Keeps what is given up, whole. */
  readonly deadLetters: IBucket;
  readonly windowSeconds: number;
  readonly parallelizationFactor?: number;
  readonly maxRecordAgeHours: number;
  /** false stops it where it is; switched on again, it goes on from there as far as the stream still has it. @default true */
  readonly enabled?: boolean;
}

/**
 * - `maxBatchingWindow`: how long a batch is gathered, which bounds how far the consumer lags behind.
 * - `parallelizationFactor`: 1 by default. A second batch of a shard at once makes both smaller; order needs nothing.
 * - `maxRecordAge`, `retryAttempts`: what fails is given up by its age alone, with the whole record, before the stream
 *   forgets it. A number of attempts is not a time: AWS documents no pause between them, and an outage of an hour could
 *   use up any number.
 * - `bisectBatchOnError`: a record that crashes the function is alone after at most 14 splits, so that what came before it
 *   is stored. Its shard waits until it is given up.
 * - `TRIM_HORIZON`: LATEST can skip what arrives while the mapping is made or changed.
 */
export function consumeStream(scope: Construct, id: string, props: StreamConsumerProps): EventSourceMapping {
  return new EventSourceMapping(scope, id, {
    target: props.target,
    eventSourceArn: props.streamArn,
    enabled: props.enabled ?? true,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: BATCH_SIZE,
    maxBatchingWindow: Duration.seconds(props.windowSeconds),
    parallelizationFactor: props.parallelizationFactor ?? 1,
    reportBatchItemFailures: true,
    bisectBatchOnError: true,
    retryAttempts: UNLIMITED_ATTEMPTS,
    maxRecordAge: Duration.hours(props.maxRecordAgeHours),
    // Not the library's S3 destination, which lets the function read and delete the whole bucket.
    onFailure: { bind: () => ({ destination: props.deadLetters.bucketArn }) },
    metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html, less SubscribeToShard: no fan-out here. */
export function readStream(streamArn: string): PolicyStatement {
  return new PolicyStatement({
    actions: [
      "kinesis:DescribeStream",
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ],
    resources: [streamArn],
  });
}

/** The mapping puts by the function's role what it gives up; `objects` are what the function itself puts there. */
export function keepGivenUp(deadLetters: IBucket, objects: readonly string[] = []): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ["s3:PutObject"],
      resources: [...objects, GIVEN_UP_OBJECTS].map((name) => deadLetters.arnForObjects(name)),
    }),
    // Lambda asks for it of whoever has an on-failure bucket.
    new PolicyStatement({ actions: ["s3:ListBucket"], resources: [deadLetters.bucketArn] }),
  ];
}
