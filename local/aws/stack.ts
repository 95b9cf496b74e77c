/** Everything a run starts, and ends again: the stand-ins and the function between them. */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CloudOptions } from "../cloud.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { FUNCTION_MEMORY_MB, FUNCTION_TIMEOUT_MS, SHARDS } from "./event-source-mapping.ts";
import { type LakeChannel, startLakeChannel } from "./lake-channel.ts";
import { type LambdaFunction, startFunction } from "./lambda/function.ts";
import { BUCKET, FUNCTION, FUNCTION_ARN, LAKE_STREAM, STREAM, TABLES, TRANSFORM_FUNCTION } from "./names.ts";
import { type DynamoDbStandIn, startDynamoDb } from "./stand-ins/dynamodb/dynamodb.ts";
import { type KinesisStandIn, startKinesis } from "./stand-ins/kinesis/kinesis.ts";
import { type S3StandIn, startS3 } from "./stand-ins/s3.ts";

export interface Stack {
  readonly kinesis: KinesisStandIn;
  readonly dynamoDb: DynamoDbStandIn;
  readonly s3: S3StandIn;
  readonly lambda: LambdaFunction;
  readonly lake: LakeChannel;
  close(): Promise<void>;
}

const bundleOf = (channel: string) => fileURLToPath(new URL(`../../dist/aws/${channel}/index.cjs`, import.meta.url));
const PRIVACY_KEY_BYTES = 32;
const HISTORY_TTL_DAYS = 365;

/** What was started is ended again when the rest cannot be. */
export async function startStack({ ports, faults, lakeDirectory }: CloudOptions): Promise<Stack> {
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(started.map((part) => part.close()));
  };
  async function track<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const part = await starting;
    started.push(part);
    return part;
  }
  try {
    const starting = [
      track(startKinesis(STREAM, SHARDS, ports.kinesis)),
      track(startDynamoDb({ tables: TABLES, port: ports.dynamodb ?? 0, throttled: faults })),
      track(startS3(BUCKET, ports.s3)),
    ] as const;
    // Nothing may still be starting when one of them fails.
    await Promise.allSettled(starting);
    const [kinesis, dynamoDb, s3] = await Promise.all(starting);
    const sizes = { memoryMb: FUNCTION_MEMORY_MB, timeoutMs: FUNCTION_TIMEOUT_MS };
    const env = { ...commonEnvironment(), AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint };
    const lake = await track(
      startLakeChannel(lakeDirectory, () =>
        startFunction({
          ...sizes,
          bundle: bundleOf("firehose"),
          functionName: TRANSFORM_FUNCTION,
          functionArn: FUNCTION_ARN,
          // Both channels push the same events here, and the Kinesis one keeps the tables.
          env: { ...env, AWS_LAMBDA_FUNCTION_NAME: TRANSFORM_FUNCTION, WRITE_TABLES: "false" },
        }),
      ),
    );
    const lambda = await track(
      startFunction({
        ...sizes,
        bundle: bundleOf("kinesis"),
        functionName: FUNCTION,
        functionArn: FUNCTION_ARN,
        env: {
          ...env,
          AWS_LAMBDA_FUNCTION_NAME: FUNCTION,
          AWS_ENDPOINT_URL_S3: s3.endpoint,
          AWS_ENDPOINT_URL_FIREHOSE: lake.packed.endpoint,
          DEAD_LETTER_BUCKET: BUCKET,
          LAKE_DELIVERY_STREAM: LAKE_STREAM,
        },
      }),
    );
    return { kinesis, dynamoDb, s3, lambda, lake, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The key is thrown away with the run: nobody can tie its pseudonyms to a person again. */
function commonEnvironment(): Record<string, string> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    POWERTOOLS_TRACE_ENABLED: "false",
    EVENTS_TABLE: TABLES.events,
    STATE_TABLE: TABLES.state,
    PLACES_TABLE: TABLES.places,
    HISTORY_TTL_DAYS: String(HISTORY_TTL_DAYS),
    PRIVACY_KEY: randomBytes(PRIVACY_KEY_BYTES).toString("base64"),
  };
}
