/** Reading the two tables with the real client. */
import { type DynamoDBClient, paginateQuery, paginateScan, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { type Item, rowOf } from "../../functions/dynamodb/item.ts";
import { BY_LOCATION_INDEX } from "../../functions/dynamodb/tables.ts";
import type { Row } from "../../shared/row.ts";

export interface Tables {
  readonly client: DynamoDBClient;
  readonly events: string;
  readonly state: string;
  readonly endpoint: string;
}

/** A state item: what an aspect of a subject is now. */
export interface StateItem {
  readonly pk: string;
  readonly aspect: string;
  /** `tenant_id#place`; absent for who is nowhere. */
  readonly place: string | undefined;
  readonly row: Row;
}

export async function allState({ client, state }: Tables): Promise<readonly StateItem[]> {
  const items: StateItem[] = [];
  for await (const page of paginateScan({ client }, { TableName: state })) {
    items.push(...(page.Items ?? []).map(stateItem));
  }
  return items;
}

export async function countItems({ client }: Tables, table: string): Promise<number> {
  let count = 0;
  for await (const page of paginateScan({ client }, { TableName: table, Select: "COUNT" })) count += page.Count ?? 0;
  return count;
}

export async function stateOf(tables: Tables, pk: string): Promise<readonly StateItem[]> {
  const items = await query(tables, {
    TableName: tables.state,
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
  });
  return items.map(stateItem);
}

export async function stateAt(tables: Tables, place: string): Promise<readonly StateItem[]> {
  const items = await query(tables, {
    TableName: tables.state,
    IndexName: BY_LOCATION_INDEX,
    KeyConditionExpression: "location_pk = :place",
    ExpressionAttributeValues: { ":place": { S: place } },
  });
  return items.map(stateItem);
}

/** Newest first. */
export async function historyOf(tables: Tables, pk: string, fromMs: number, toMs: number): Promise<readonly Row[]> {
  const items = await query(tables, {
    TableName: tables.events,
    KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: { ":pk": { S: pk }, ":from": { S: `${fromMs}#` }, ":to": { S: `${toMs}#~` } },
    ScanIndexForward: false,
  });
  return items.map(rowOf);
}

async function query({ client }: Tables, input: QueryCommandInput): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of paginateQuery({ client }, input)) items.push(...(page.Items ?? []));
  return items;
}

function stateItem(item: Item): StateItem {
  return { pk: item.pk?.S ?? "", aspect: item.sk?.S ?? "", place: item.location_pk?.S, row: rowOf(item) };
}
