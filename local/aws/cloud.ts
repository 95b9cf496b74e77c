/** AWS behind the `Cloud` port: Kinesis, DynamoDB, S3 and Data Firehose embedded, the built functions between them. */
import { openLake } from "../../cli/query-duckdb.ts";
import { namedQueries } from "../../functions/athena/queries.ts";
import type { StartCloud } from "../cloud.ts";
import { accessOf } from "./access.ts";
import { awsCommands } from "./commands.ts";
import { consume } from "./consume.ts";
import { BUCKET, TABLES } from "./names.ts";
import { awsPush } from "./push.ts";
import { awsReader } from "./reader.ts";
import { startStack } from "./stack.ts";

export const startAws: StartCloud = async (options) => {
  const stack = await startStack(options);
  const { kinesis, dynamoDb, s3, lake } = stack;
  const access = accessOf(stack);
  return {
    channel: "kinesis",
    path: "Kinesis → functions → DynamoDB and the lake",
    push: awsPush(kinesis.client, lake),
    consume: (observer) => consume(stack, observer),
    read: awsReader({ dynamoDb: dynamoDb.client, tables: TABLES, s3: s3.client, bucket: BUCKET }),
    written: () => ({ ...dynamoDb.written(), unit: "write units" }),
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
    commands: awsCommands({ ...access.endpoints, lakeDirectory: lake.directory }),
    access,
    close: stack.close,
  };
};
