/** Everything a run starts, and ends again: the stand-ins and the functions between them. */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import type { CloudOptions } from "../cloud.ts";
import { startedParts } from "../started-parts.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { FUNCTION_MEMORY_MB, FUNCTION_TIMEOUT_MS, SHARDS } from "./event-source-mapping.ts";
import { type LakeChannel, startLakeChannel } from "./lake-channel.ts";
import { type LambdaFunction, startFunction } from "./lambda/function.ts";
import {
  BUCKET,
  FUNCTION,
  functionArn,
  LAKE_BUCKET,
  LAKE_FUNCTION,
  STREAM,
  TABLES,
  TRANSFORM_FUNCTION,
} from "./names.ts";
import { type DynamoDbStandIn, startDynamoDb } from "./stand-ins/dynamodb/dynamodb.ts";
import { type KinesisStandIn, startKinesis } from "./stand-ins/kinesis/kinesis.ts";
import { type S3StandIn, startS3 } from "./stand-ins/s3.ts";

export interface Stack {
  readonly kinesis: KinesisStandIn;
  readonly dynamoDb: DynamoDbStandIn;
  readonly s3: S3StandIn;
  /** Of the tables, and of the lake. */
  readonly lambda: LambdaFunction;
  readonly lakeLambda: LambdaFunction;
  readonly lake: LakeChannel;
  /** Of the function that fills the tables. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const bundleOf = (path: string) => fileURLToPath(new URL(`../../dist/aws/${path}.cjs`, import.meta.url));
const PRIVACY_KEY_BYTES = 32;
const HISTORY_TTL_DAYS = 365;
/** Functions on the stream. */
const CONSUMERS = 2;

/** What was started is ended again when the rest cannot be. */
export async function startStack({ ports, faults, lakeDirectory, conditions = {} }: CloudOptions): Promise<Stack> {
  const { environment: told = async (made) => made } = conditions;
  const { parts, track } = startedParts();
  const close = async () => {
    await Promise.all(parts.map((part) => part.close()));
  };
  try {
    const starting = [
      track(startKinesis(STREAM, SHARDS, ports.kinesis, CONSUMERS)),
      track(startDynamoDb({ tables: TABLES, port: ports.dynamodb ?? 0, throttled: faults })),
      track(startS3(BUCKET, ports.s3)),
    ] as const;
    // Nothing may still be starting when one of them fails.
    await Promise.allSettled(starting);
    const [kinesis, dynamoDb, s3] = await Promise.all(starting);
    const sizes = { memoryMb: FUNCTION_MEMORY_MB, timeoutMs: FUNCTION_TIMEOUT_MS };
    const common = commonEnvironment();
    const start = (functionName: string, bundle: string, env: Record<string, string>) =>
      startFunction({
        ...sizes,
        bundle: bundleOf(bundle),
        functionName,
        functionArn: functionArn(functionName),
        env: { ...env, AWS_LAMBDA_FUNCTION_NAME: functionName },
      });
    const toTables = { ...tablesEnvironment(), AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint };
    const lake = await track(
      startLakeChannel({ lakeDirectory, faults }, async () =>
        // Both channels push the same events here, and the Kinesis one keeps the tables.
        start(TRANSFORM_FUNCTION, "firehose/index", await told({ ...common, ...toTables, WRITE_TABLES: "false" })),
      ),
    );
    const toLetters = { AWS_ENDPOINT_URL_S3: s3.endpoint, DEAD_LETTER_BUCKET: BUCKET };
    const environment = await told({ ...common, ...toTables, ...toLetters });
    const lambda = await track(start(FUNCTION, "kinesis/index", environment));
    const toLake = await told({ ...common, AWS_ENDPOINT_URL_S3: lake.bucket.endpoint, LAKE_BUCKET });
    const lakeLambda = await track(start(LAKE_FUNCTION, "kinesis/lake", toLake));
    return { kinesis, dynamoDb, s3, lambda, lakeLambda, lake, environment, close };
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
    PRIVACY_KEY: randomBytes(PRIVACY_KEY_BYTES).toString("base64"),
  };
}

function tablesEnvironment(): Record<string, string> {
  return {
    EVENTS_TABLE: TABLES.events,
    STATE_TABLE: TABLES.state,
    PLACES_TABLE: TABLES.places,
    HISTORY_TTL_DAYS: String(HISTORY_TTL_DAYS),
  };
}
