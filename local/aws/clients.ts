/** The real SDK clients, pointed at the stand-ins. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";

export const REGION = "eu-west-1";
export const ACCOUNT_ID = "000000000000";
/** The stand-ins check no signature, but every client wants something to sign with. */
export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" } as const;

const common = { region: REGION, credentials: CREDENTIALS };

/** Kinesis clients speak HTTP/2 by themselves; the stand-in speaks HTTP/1.1. */
export function kinesisClient(endpoint: string): KinesisClient {
  return new KinesisClient({ ...common, endpoint, requestHandler: new NodeHttpHandler() });
}

export function dynamoDbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...common, endpoint });
}

export function s3Client(endpoint: string): S3Client {
  return new S3Client({ ...common, endpoint, forcePathStyle: true });
}
