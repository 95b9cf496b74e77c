/** A named query run by BigQuery over the deployed dataset. */
import type { BigQuery } from "@google-cloud/bigquery";
import type { NamedQuery, ParameterValues } from "../../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../../shared/lake/query-result.ts";
import { UserError } from "../user-error.ts";
import { type GoogleParameter, googleParameters } from "./queries.ts";

export interface Dataset {
  readonly projectId: string;
  readonly datasetId: string;
}

export interface BigQueryResult extends QueryResult {
  /** What BigQuery bills on demand: 10 MB for each table, at least. */
  readonly billedBytes: number;
}

/** Rows a page. */
const PAGE_ROWS = 10_000;

/** As a path of the API, or as SQL names it; a table after it is left out. Throws a UserError for anything else. */
export function datasetOf(text: string): Dataset {
  const [, projectId, datasetId] =
    /^projects\/([^/]+)\/datasets\/(\w+)(?:\/.*)?$/.exec(text) ??
    /^((?:[a-z][a-z0-9.-]*:)?[a-z][a-z0-9-]*)\.(\w+)(?:\.\w+)?$/.exec(text) ??
    [];
  if (projectId === undefined || datasetId === undefined)
    throw new UserError("The lake is no dataset: write it as project.dataset, or projects/P/datasets/D.");
  return { projectId, datasetId };
}

/** Throws a RangeError for a value that does not fit, before anything is asked; else with BigQuery's reason when it fails. */
export async function queryBigQuery(
  client: BigQuery,
  dataset: Dataset,
  query: NamedQuery,
  values: ParameterValues,
  mostRows = Number.POSITIVE_INFINITY,
): Promise<BigQueryResult> {
  const parameters = googleParameters(query, values);
  const [job] = await client.createQueryJob({
    query: query.sql,
    params: Object.fromEntries(parameters.map((parameter) => [parameter.name, sdkValue(parameter)])),
    types: Object.fromEntries(parameters.map(({ name, type }) => [name, type])),
    defaultDataset: dataset,
  });
  const columns: string[] = [];
  const rows: Cell[][] = [];
  let next: object | null | undefined = {};
  while (next !== null && next !== undefined && rows.length <= mostRows) {
    // Typed as the page of rows, the query for the next, and the answer that has the columns.
    const page: unknown = await job.getQueryResults({ ...next, autoPaginate: false, maxResults: PAGE_ROWS });
    const [found, following, answer] = page as [Record<string, unknown>[], object | null, Answer | undefined];
    if (columns.length === 0) columns.push(...(answer?.schema?.fields ?? []).map(({ name }) => name));
    rows.push(...found.map((row) => columns.map((name) => cellOf(row[name]))));
    next = following;
  }
  const [{ statistics }] = await job.getMetadata();
  return { columns, rows, billedBytes: Number(statistics?.query?.totalBytesBilled ?? 0) };
}

interface Answer {
  readonly schema?: { readonly fields?: readonly { readonly name: string }[] };
}

/** The SDK takes a TIMESTAMP as an object with its text. */
function sdkValue({ type, value }: GoogleParameter): unknown {
  return type === "TIMESTAMP" ? { value: new Date(`${value}Z`.replace(/^(\S{10})Z$/, "$1")).toISOString() } : value;
}

/** Moments, days and wall-clock times come as objects with their text; they are shown as every engine's are. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  const { value: text } = value as { readonly value?: unknown };
  if (typeof text !== "string") return JSON.stringify(value);
  return text
    .replace("T", " ")
    .replace(/Z$/, "")
    .replace(/(\.\d*?)0+$/, "$1")
    .replace(/\.$/, "");
}
