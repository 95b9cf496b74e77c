/** Reads the tables and the bucket with the real clients. */
import { type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { readCalls } from "../../functions/dynamodb/read-calls.ts";
import { dynamoDbReader } from "../../functions/dynamodb/reader.ts";
import { DEAD_LETTER_PREFIX } from "../../runtime/letter-file.ts";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { Reader } from "../reader.ts";
import type { TableNames } from "./stand-ins/dynamodb/dynamodb.ts";

export interface AwsReaderOptions {
  readonly dynamoDb: DynamoDBClient;
  readonly tables: TableNames;
  readonly s3: S3Client;
  readonly bucket: string;
}

export function awsReader({ dynamoDb, tables, s3, bucket }: AwsReaderOptions): Reader {
  const reader = dynamoDbReader({ calls: readCalls(dynamoDb), tables });

  async function count(table: string): Promise<number> {
    let items = 0;
    for await (const page of paginateScan({ client: dynamoDb }, { TableName: table, Select: "COUNT" }))
      items += page.Count ?? 0;
    return items;
  }

  return {
    ...reader,
    async items() {
      const [events, state] = await Promise.all([count(tables.events), count(tables.state)]);
      return { events, state };
    },
    deadLetters: () => letters(s3, bucket),
  };
}

async function* letters(client: S3Client, bucket: string): AsyncGenerator<LetterLine> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: DEAD_LETTER_PREFIX })) {
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const text = (await Body?.transformToString()) ?? "";
      for (const line of text.split("\n")) if (line !== "") yield JSON.parse(line) as LetterLine;
    }
  }
}
