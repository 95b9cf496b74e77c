/** A named query run by Athena: start, wait, fetch every page. */
import { setTimeout as wait } from "node:timers/promises";
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type GetQueryExecutionOutput,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  ListTableMetadataCommand,
  type ListTableMetadataOutput,
  StartQueryExecutionCommand,
  type StartQueryExecutionOutput,
} from "@aws-sdk/client-athena";
import type { LakeNames } from "../infra/names.ts";
import type { LakeForm } from "../shared/lake/lake-form.ts";
import { boundSql, type NamedQuery, type ParameterValues } from "../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";
import { COMPACTED_TABLE } from "../shared/lake/table.ts";

const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 3_000;

/** The calls made of the SDK's client. */
export interface AthenaSend {
  (command: StartQueryExecutionCommand): Promise<StartQueryExecutionOutput>;
  (command: GetQueryExecutionCommand): Promise<GetQueryExecutionOutput>;
  (command: GetQueryResultsCommand): Promise<GetQueryResultsOutput>;
  (command: ListTableMetadataCommand): Promise<ListTableMetadataOutput>;
}

export function athenaSend(client: AthenaClient): AthenaSend {
  return ((command: Parameters<typeof client.send>[0]) => client.send(command)) as AthenaSend;
}

export interface AthenaResult extends QueryResult {
  /** What Athena bills. */
  readonly scannedBytes: number;
}

/** Throws a RangeError for a value that does not fit, an Error with Athena's reason when the query fails. */
export async function runInAthena(
  send: AthenaSend,
  names: LakeNames,
  query: NamedQuery,
  values: ParameterValues,
  sleep: (ms: number) => Promise<void> = wait,
  mostRows?: number,
): Promise<AthenaResult> {
  // What does not fit is refused before anything is asked.
  boundSql(query, values, "landing");
  return runSql(send, names, boundSql(query, values, await formOf(send, names)), sleep, mostRows);
}

/** Any statement; throws an Error with Athena's reason when it fails. */
export async function runSql(
  send: AthenaSend,
  names: LakeNames,
  sql: string,
  sleep: (ms: number) => Promise<void> = wait,
  mostRows = Number.POSITIVE_INFINITY,
): Promise<AthenaResult> {
  const { id, scannedBytes } = await finished(send, names, sql, sleep);
  let columns: readonly string[] = [];
  const rows: (readonly Cell[])[] = [];
  for await (const page of pages(send, id)) {
    columns = page.columns;
    for (const row of page.rows) rows.push(row);
    if (rows.length > mostRows) break;
  }
  return { columns, rows, scannedBytes };
}

/** The same, where the answer may be too long to be held. */
export async function* pagesOfSql(
  send: AthenaSend,
  names: LakeNames,
  sql: string,
  sleep: (ms: number) => Promise<void> = wait,
): AsyncGenerator<QueryResult> {
  yield* pages(send, (await finished(send, names, sql, sleep)).id);
}

/** Whether the stage compacts is told by its catalogue: the table is there from the first compaction on. */
export async function formOf(send: AthenaSend, { database, workgroup }: LakeNames): Promise<LakeForm> {
  const { TableMetadataList } = await send(
    new ListTableMetadataCommand({
      CatalogName: "AwsDataCatalog",
      DatabaseName: database,
      Expression: COMPACTED_TABLE,
      WorkGroup: workgroup,
    }),
  );
  return TableMetadataList?.some(({ Name }) => Name === COMPACTED_TABLE) ? "compacted" : "landing";
}

async function finished(
  send: AthenaSend,
  names: LakeNames,
  sql: string,
  sleep: (ms: number) => Promise<void>,
): Promise<{ readonly id: string | undefined; readonly scannedBytes: number }> {
  const { QueryExecutionId: id } = await send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: names.database },
      WorkGroup: names.workgroup,
    }),
  );
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(MAX_POLL_MS, pollMs * 2)) {
    const { QueryExecution } = await send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = QueryExecution?.Status?.State;
    if (state === "SUCCEEDED") return { id, scannedBytes: QueryExecution?.Statistics?.DataScannedInBytes ?? 0 };
    if (state === "FAILED" || state === "CANCELLED") {
      const reason = QueryExecution?.Status?.StateChangeReason ?? "Athena gave no reason";
      throw new Error(`The query ${state === "FAILED" ? "failed" : "was cancelled"}: ${reason}`);
    }
    await sleep(pollMs);
  }
}

/** The first row of the first page is the header. */
async function* pages(send: AthenaSend, id: string | undefined): AsyncGenerator<QueryResult> {
  const columns: string[] = [];
  const types: string[] = [];
  let NextToken: string | undefined;
  let isFirst = true;
  do {
    const page = await send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken }));
    if (isFirst) {
      for (const { Name, Type } of page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []) {
        columns.push(Name ?? "");
        types.push(Type ?? "varchar");
      }
    }
    const found = (page.ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0);
    yield {
      columns,
      rows: found.map(({ Data }) => types.map((type, place) => cellOf(Data?.[place]?.VarCharValue, type))),
    };
    isFirst = false;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
}

const numericTypes: ReadonlySet<string> = new Set([
  "tinyint",
  "smallint",
  "integer",
  "bigint",
  "float",
  "real",
  "double",
  "decimal",
]);

function cellOf(text: string | undefined, type: string): Cell {
  if (text === undefined) return null;
  return numericTypes.has(type) ? Number(text) : text;
}
