/** What the functions say of their batches, asked of the workspace with the queries that the alerts are made of. */
import type { TokenCredential } from "@azure/identity";
import type { LookBack } from "../stage/look-back.ts";
import { ask } from "./ask.ts";

/** As `azure/infra` writes them: the lines the functions logged, and those of them that tell of a batch. */
export interface LogQueries {
  readonly lines: string;
  readonly batches: string;
}

export interface Workspace {
  readonly credential: TokenCredential;
  readonly id: string;
  readonly queries: LogQueries;
  /** Replaced in tests. */
  readonly endpoint?: string;
}

/** Of one service in one minute. */
export interface BatchStep {
  readonly service: string;
  /** ISO 8601. */
  readonly step: string;
  readonly stored: number;
  readonly duplicate: number;
  readonly ignored: number;
  readonly rejected: number;
  readonly retry: number;
  /** `null` where no batch of it told. */
  readonly lag: number | null;
  readonly batches: number;
  /** Those that were thrown back. */
  readonly failed: number;
}

export interface Rejected {
  readonly service: string;
  readonly code: string;
  readonly events: number;
}

const WORKSPACES = "https://api.loganalytics.azure.com/v1/workspaces";
/** As Microsoft's own client asks for it, whichever the address: a tenant need not know the newer name yet. */
const SCOPE = "https://api.loganalytics.io/.default";
const counts = ["stored", "duplicate", "ignored", "rejected", "retry"] as const;

export function batchesQuery({ batches }: LogQueries): string {
  const sums = counts.map((name) => `${name} = sum(tolong(line.${name}))`).join(", ");
  return `${batches} | summarize ${sums}, lag = max(tolong(line.record_age_max)), batches = count(), failed = countif(tolong(line.retry) > 0) by service = tostring(line.service), step = bin(TimeGenerated, 1m)`;
}

export function rejectedQuery({ lines }: LogQueries): string {
  return `${lines} | where isnotempty(line.rejections) | mv-expand code = bag_keys(line.rejections) to typeof(string) | summarize events = sum(tolong(line.rejections[code])) by service = tostring(line.service), code`;
}

export async function batchSteps(workspace: Workspace, look: LookBack, signal: AbortSignal) {
  return (await rowsOf(workspace, batchesQuery(workspace.queries), look, signal)) as unknown as readonly BatchStep[];
}

export async function rejectedEvents(workspace: Workspace, look: LookBack, signal: AbortSignal) {
  return (await rowsOf(workspace, rejectedQuery(workspace.queries), look, signal)) as unknown as readonly Rejected[];
}

/** https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format */
interface Answer {
  readonly tables?: readonly {
    readonly columns: readonly { readonly name: string }[];
    readonly rows: readonly (readonly unknown[])[];
  }[];
}

/** https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format */
async function rowsOf(
  { credential, id, endpoint = WORKSPACES }: Workspace,
  query: string,
  { fromMs, toMs }: LookBack,
  signal: AbortSignal,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const timespan = `${new Date(fromMs).toISOString()}/${new Date(toMs).toISOString()}`;
  const question = { address: `${endpoint}/${id}/query`, scope: SCOPE, body: { query, timespan }, signal };
  const { tables: [table] = [] } = (await ask(credential, question)) as Answer;
  if (table === undefined) return [];
  return table.rows.map((row) => Object.fromEntries(table.columns.map(({ name }, index) => [name, row[index]])));
}
