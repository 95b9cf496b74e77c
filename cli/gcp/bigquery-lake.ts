/** The lake in BigQuery as far as commands look into it: the table that everything arrives in, a day of it or two. */
import type { BigQuery } from "@google-cloud/bigquery";
import { ARRIVED_TABLE } from "../../gcp/bigquery/tables.ts";
import { columnList, newRow, type Row } from "../../shared/row.ts";
import type { StageLake } from "../stage/lake.ts";
import type { Dataset } from "./query.ts";

/** Every question is billed, by the columns and days it reads. */
const ASK_EVERY_MS = 10_000;
/** Refused beforehand what costs more: https://cloud.google.com/bigquery/docs/best-practices-costs#restrict-bytes-billed */
const MOST_BILLED_BYTES = String(100 * 1024 ** 3);
const MOST_ROWS = 10_000;

const ofTenant = "received_at >= @since AND tenant_id = @tenant";
const columns = columnList
  .map(({ name, type }) => (type === "timestamp" ? `UNIX_MILLIS(${name}) AS ${name}` : name))
  .join(", ");
/** A row as JSON, maps included. */
const rowsSql = `SELECT TO_JSON_STRING(found) AS line
FROM (SELECT ${columns} FROM ${ARRIVED_TABLE} WHERE ${ofTenant} LIMIT ${MOST_ROWS}) AS found`;
const countSql = `SELECT COUNT(*) AS found FROM ${ARRIVED_TABLE} WHERE ${ofTenant}`;
const newestSql = `SELECT UNIX_MILLIS(MAX(received_at)) AS newest FROM ${ARRIVED_TABLE} WHERE received_at >= @since`;

/** When a row was written is not told: when it arrived, which is seconds before, stands for it. */
export function bigQueryLake(client: BigQuery, dataset: Dataset): StageLake {
  async function ask(
    query: string,
    sinceMs: number,
    tenant?: string,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const [job] = await client.createQueryJob({
      query,
      params: { since: { value: new Date(sinceMs).toISOString() }, ...(tenant !== undefined && { tenant }) },
      types: { since: "TIMESTAMP", ...(tenant !== undefined && { tenant: "STRING" }) },
      defaultDataset: dataset,
      maximumBytesBilled: MOST_BILLED_BYTES,
    });
    const [found] = await job.getQueryResults();
    return found;
  }
  return {
    async newestMs(sinceMs) {
      const newest = (await ask(newestSql, sinceMs))[0]?.newest ?? undefined;
      return newest === undefined ? undefined : Number(newest);
    },
    rowsOf(tenant, sinceMs) {
      let rows: readonly Row[] = [];
      let askedAtMs = Number.NEGATIVE_INFINITY;
      return {
        async find(signal) {
          if (signal.aborted || performance.now() - askedAtMs < ASK_EVERY_MS) return rows;
          // Two columns say whether there is more: most often there is not, and rows are wide.
          const count = Number((await ask(countSql, sinceMs, tenant))[0]?.found ?? 0);
          if (count > rows.length) rows = (await ask(rowsSql, sinceMs, tenant)).map(({ line }) => rowOf(String(line)));
          askedAtMs = performance.now();
          return rows;
        },
      };
    },
  };
}

/** What is absent is null, or a list without elements. */
function rowOf(line: string): Row {
  const cells = Object.entries(JSON.parse(line) as Readonly<Record<string, unknown>>);
  const present = cells.filter(([, cell]) => cell !== null && !(Array.isArray(cell) && cell.length === 0));
  return { ...newRow("", "", 0, 0, ""), ...Object.fromEntries(present) };
}
