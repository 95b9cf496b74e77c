/** AWS behind the `Cloud` port: Kinesis, DynamoDB, S3 and Data Firehose embedded, the built functions between them. */
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import { openLake } from "../../cli/query-duckdb.ts";
import { namedQueries } from "../../functions/athena/queries.ts";
import type { StartCloud } from "../cloud.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { awsCommands } from "./commands.ts";
import { consume } from "./consume.ts";
import { BUCKET, FIREHOSE_STREAM, STREAM, TABLES } from "./names.ts";
import { awsPush } from "./push.ts";
import { awsReader } from "./reader.ts";
import { startStack } from "./stack.ts";

export const startAws: StartCloud = async (options) => {
  const stack = await startStack(options);
  const { kinesis, dynamoDb, s3, lake } = stack;
  const endpoints = {
    kinesis: kinesis.endpoint,
    dynamoDb: dynamoDb.endpoint,
    s3: s3.endpoint,
    firehose: lake.pushed.endpoint,
  };
  return {
    path: "Kinesis → functions → DynamoDB and the lake",
    push: awsPush(kinesis.client, lake),
    consume: (observer) => consume(stack, observer),
    read: awsReader({ dynamoDb: dynamoDb.client, tables: TABLES, s3: s3.client, bucket: BUCKET }),
    lake: {
      directory: lake.directory,
      flush: lake.flush,
      counts: lake.counts,
      open: async () => ({ ...(await openLake(lake.directory)), queries: namedQueries }),
    },
    faults: {
      throttle: dynamoDb.throttle,
      throttledCalls: dynamoDb.throttledCalls,
      refuseLake: lake.bucket.refuse,
      refusedFiles: lake.bucket.refusedPuts,
    },
    commands: awsCommands({ ...endpoints, lakeDirectory: lake.directory }),
    access: {
      region: REGION,
      credentials: CREDENTIALS,
      endpoints,
      streams: { kinesis: STREAM, firehose: FIREHOSE_STREAM },
      tables: TABLES,
      deadLetterBucket: BUCKET,
      lakeDirectory: lake.directory,
      environment: stack.environment,
    } satisfies AwsLocalAccess,
    close: stack.close,
  };
};
