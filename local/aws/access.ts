/** What a command in another shell needs of what a run started. */
import type { AwsLocalAccess } from "../../cli/aws/local-access.ts";
import { CREDENTIALS, REGION } from "./clients.ts";
import { BUCKET, FIREHOSE_STREAM, STREAM, TABLES } from "./names.ts";
import type { Stack } from "./stack.ts";

export function accessOf({ kinesis, dynamoDb, s3, lake, environment }: Stack): AwsLocalAccess {
  return {
    region: REGION,
    credentials: CREDENTIALS,
    endpoints: {
      kinesis: kinesis.endpoint,
      dynamoDb: dynamoDb.endpoint,
      s3: s3.endpoint,
      firehose: lake.pushed.endpoint,
    },
    streams: { kinesis: STREAM, firehose: FIREHOSE_STREAM },
    tables: TABLES,
    deadLetterBucket: BUCKET,
    lakeDirectory: lake.directory,
    environment,
  };
}
