/** A named query run by Athena: start, wait, fetch every page. */
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type GetQueryExecutionOutput,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  StartQueryExecutionCommand,
  type StartQueryExecutionOutput,
} from "@aws-sdk/client-athena";
import type { LakeNames } from "../infra/names.ts";
import {
  bindValues,
  type NamedQuery,
  type ParameterValues,
  positional,
  sqlLiteral,
} from "../shared/lake/named-query.ts";
import type { Cell, QueryResult } from "../shared/lake/query-result.ts";

const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 3_000;

/** The calls made of the SDK's client. */
export interface AthenaSend {
  (command: StartQueryExecutionCommand): Promise<StartQueryExecutionOutput>;
  (command: GetQueryExecutionCommand): Promise<GetQueryExecutionOutput>;
  (command: GetQueryResultsCommand): Promise<GetQueryResultsOutput>;
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
  { database, workgroup }: LakeNames,
  query: NamedQuery,
  values: ParameterValues,
  sleep: (ms: number) => Promise<void> = wait,
): Promise<AthenaResult> {
  const parameters = bindValues(query, values).map(({ value }) => sqlLiteral(value));
  const { QueryExecutionId } = await send(
    new StartQueryExecutionCommand({
      QueryString: positional(query).sql,
      QueryExecutionContext: { Database: database },
      WorkGroup: workgroup,
      ...(parameters.length > 0 && { ExecutionParameters: parameters }),
    }),
  );
  const scannedBytes = await finished(send, QueryExecutionId, sleep);
  return { ...(await pages(send, QueryExecutionId)), scannedBytes };
}

/** Answers the bytes scanned. */
async function finished(
  send: AthenaSend,
  id: string | undefined,
  sleep: (ms: number) => Promise<void>,
): Promise<number> {
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(MAX_POLL_MS, pollMs * 2)) {
    const { QueryExecution } = await send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = QueryExecution?.Status?.State;
    if (state === "SUCCEEDED") return QueryExecution?.Statistics?.DataScannedInBytes ?? 0;
    if (state === "FAILED" || state === "CANCELLED") {
      const reason = QueryExecution?.Status?.StateChangeReason ?? "Athena gave no reason";
      throw new Error(`The query ${state === "FAILED" ? "failed" : "was cancelled"}: ${reason}`);
    }
    await sleep(pollMs);
  }
}

/** The first row of the first page is the header. */
async function pages(send: AthenaSend, id: string | undefined): Promise<QueryResult> {
  const columns: string[] = [];
  const types: string[] = [];
  const rows: Cell[][] = [];
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
    for (const { Data } of (page.ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0)) {
      rows.push(types.map((type, place) => cellOf(Data?.[place]?.VarCharValue, type)));
    }
    isFirst = false;
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  return { columns, rows };
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

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
