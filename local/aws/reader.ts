/** Reads the two tables and the bucket with the real clients. */
import { type DynamoDBClient, paginateQuery, paginateScan, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { type Item, rowOf } from "../../functions/dynamodb/item.ts";
import { placeText, subjectText } from "../../functions/dynamodb/keys.ts";
import { stateOfItem } from "../../functions/dynamodb/state-table.ts";
import { BY_LOCATION_INDEX, BY_LOCATION_KEY } from "../../functions/dynamodb/tables.ts";
import { DEAD_LETTER_PREFIX } from "../../functions/s3-dead-letter.ts";
import type { LetterLine } from "../../shared/letter-line.ts";
import type { Reader, State } from "../reader.ts";
import { historyRange } from "./history-range.ts";

export interface AwsReaderOptions {
  readonly dynamoDb: DynamoDBClient;
  readonly tables: { readonly events: string; readonly state: string };
  readonly s3: S3Client;
  readonly bucket: string;
}

export function awsReader({ dynamoDb, tables, s3, bucket }: AwsReaderOptions): Reader {
  async function query(input: QueryCommandInput): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: dynamoDb }, input)) items.push(...(page.Items ?? []));
    return items;
  }

  async function count(table: string): Promise<number> {
    let items = 0;
    for await (const page of paginateScan({ client: dynamoDb }, { TableName: table, Select: "COUNT" }))
      items += page.Count ?? 0;
    return items;
  }

  return {
    async allState() {
      const all: State[] = [];
      for await (const page of paginateScan({ client: dynamoDb }, { TableName: tables.state }))
        all.push(...(page.Items ?? []).map(stateOf));
      return all;
    },
    async stateOf(subject) {
      const items = await query({
        TableName: tables.state,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": { S: subjectText(subject) } },
      });
      return items.map(stateOf);
    },
    async stateAt(place) {
      const items = await query({
        TableName: tables.state,
        IndexName: BY_LOCATION_INDEX,
        KeyConditionExpression: `${BY_LOCATION_KEY.partition} = :place`,
        ExpressionAttributeValues: { ":place": { S: placeText(place) } },
      });
      return items.map(stateOf);
    },
    async history(subject, fromMs, toMs) {
      const [from, to] = historyRange(fromMs, toMs);
      const items = await query({
        TableName: tables.events,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": { S: subjectText(subject) }, ":from": { S: from }, ":to": { S: to } },
        ScanIndexForward: false,
      });
      return items.map(rowOf);
    },
    async items() {
      const [events, state] = await Promise.all([count(tables.events), count(tables.state)]);
      return { events, state };
    },
    deadLetters: () => letters(s3, bucket),
  };
}

function stateOf(item: Item): State {
  const { key, place, row } = stateOfItem(item);
  return { ...key, place, row };
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
