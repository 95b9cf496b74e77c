/** The lake in BigQuery as far as commands look into it: the table that everything arrives in, and the one it is merged into. */
import type { BigQuery } from "@google-cloud/bigquery";
import { notErased } from "../../gcp/bigquery/erased.ts";
import { ARRIVED_TABLE, ONCE_TABLE } from "../../gcp/bigquery/tables.ts";
import { HOUR_MS } from "../../shared/lake/slices.ts";
import { type Column, columnList, newRow, type Row, storedColumns } from "../../shared/row.ts";
import { hoursOf } from "../stage/hours.ts";
import type { FoundRow, StageLake } from "../stage/lake.ts";
import type { Span } from "../stage/transport.ts";
import type { Dataset } from "./query.ts";

/** Every question is billed, by the columns and days it reads. */
const ASK_EVERY_MS = 10_000;
/** Refused beforehand what costs more: https://cloud.google.com/bigquery/docs/best-practices-costs#restrict-bytes-billed */
const MOST_BILLED_BYTES = String(100 * 1024 ** 3);
const MOST_ROWS = 10_000;

const ofTenant = "received_at >= @since AND tenant_id = @tenant";
const selected = (columns: readonly Column[]) =>
  columns.map(({ name, type }) => (type === "timestamp" ? `UNIX_MILLIS(${name}) AS ${name}` : name)).join(", ");
/** A row as JSON, maps included. */
const rowsSql = `SELECT TO_JSON_STRING(found) AS line
FROM (SELECT ${selected(columnList)} FROM ${ARRIVED_TABLE} WHERE ${ofTenant} LIMIT ${MOST_ROWS}) AS found`;
const countSql = `SELECT COUNT(*) AS found FROM ${ARRIVED_TABLE} WHERE ${ofTenant}`;
const newestSql = `SELECT UNIX_MILLIS(MAX(received_at)) AS newest FROM ${ARRIVED_TABLE} WHERE received_at >= @since`;

/** Of what was merged, the partitions are of when it occurred: what waited longer than this before it arrived is not found. */
const LONGEST_WAIT_DAYS = 31;
const PAGE_ROWS = 5_000;
const tables = [ARRIVED_TABLE, ONCE_TABLE] as const;
type Table = (typeof tables)[number];

/** What has arrived and is not merged may still be of whom the lake has forgotten. */
function arrivedIn(table: Table, further: readonly string[] = []): string {
  const conditions = [
    "a.received_at >= @since AND a.received_at < @until",
    ...(table === ONCE_TABLE
      ? [
          `a.occurred_at >= TIMESTAMP_SUB(@since, INTERVAL ${LONGEST_WAIT_DAYS} DAY) AND a.occurred_at < TIMESTAMP_ADD(@until, INTERVAL 1 DAY)`,
        ]
      : [notErased("a")]),
    ...further,
  ];
  return `FROM ${table} AS a WHERE ${conditions.join("\n    AND ")}`;
}

function linesSql(columns: readonly Column[], of: string): string {
  return `SELECT TO_JSON_STRING(found) AS line
FROM (SELECT ${selected(columns)} ${of}) AS found`;
}

const findSql = (table: Table) => linesSql(columnList, arrivedIn(table, ["a.record_uid = @uid"]));
const readSql = tables.map((table) => linesSql(storedColumns, arrivedIn(table))).join("\nUNION ALL\n");
/** In which anything arrived. */
const hoursSql = tables
  .map((table) => `SELECT UNIX_MILLIS(TIMESTAMP_TRUNC(a.received_at, HOUR)) AS hour_ms ${arrivedIn(table)}`)
  .join("\nUNION DISTINCT\n");

/** When a row was written is not told: when it arrived, which is seconds before, stands for it. */
export function bigQueryLake(client: BigQuery, dataset: Dataset): StageLake {
  async function* pages(query: string, values: Values): AsyncGenerator<Answer> {
    const { since, until, ...texts } = values;
    const moments = Object.entries({ since, until }).flatMap(([name, ms]) =>
      ms === undefined ? [] : [[name, { value: new Date(ms).toISOString() }] as const],
    );
    const [job] = await client.createQueryJob({
      query,
      params: { ...Object.fromEntries(moments), ...texts },
      types: {
        ...Object.fromEntries(moments.map(([name]) => [name, "TIMESTAMP"])),
        ...Object.fromEntries(Object.keys(texts).map((name) => [name, "STRING"])),
      },
      defaultDataset: dataset,
      maximumBytesBilled: MOST_BILLED_BYTES,
    });
    let next: object | null | undefined = {};
    while (next) {
      // Typed as the page of rows and the query for the next.
      const page: unknown = await job.getQueryResults({ ...next, autoPaginate: false, maxResults: PAGE_ROWS });
      const [found, following] = page as [Answer, object | null | undefined];
      yield found;
      next = following;
    }
  }
  async function ask(query: string, since: number, tenant?: string): Promise<Answer> {
    const answers: Answer[] = [];
    for await (const page of pages(query, { since, ...(tenant !== undefined && { tenant }) })) answers.push(page);
    return answers.flat();
  }
  return {
    async newestMs(sinceMs) {
      const newest = (await ask(newestSql, sinceMs))[0]?.newest ?? undefined;
      return newest === undefined ? undefined : Number(newest);
    },
    async find(uid, span, signal) {
      const found: FoundRow[] = [];
      for (const table of tables)
        for await (const page of signal.aborted ? [] : pages(findSql(table), { ...valuesOf(span), uid }))
          for (const { line } of page)
            found.push({ row: rowOf(String(line)), at: `${dataset.projectId}.${dataset.datasetId}.${table}` });
      return found;
    },
    async read(span, take, signal) {
      const hours = new Set<number>();
      for await (const page of pages(hoursSql, valuesOf(span)))
        for (const { hour_ms } of page) hours.add(Number(hour_ms));
      for (const part of hoursOf(span)) {
        if (!hours.has(Math.floor(part.fromMs / HOUR_MS) * HOUR_MS)) continue;
        for await (const page of pages(readSql, valuesOf(part))) {
          if (signal.aborted) return;
          await take({ rows: page.map(({ line }) => rowOf(String(line))), reachedMs: part.fromMs });
        }
        if (signal.aborted) return;
        await take({ rows: [], reachedMs: part.toMs });
      }
      if (!signal.aborted) await take({ rows: [], reachedMs: span.toMs });
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

type Answer = readonly Readonly<Record<string, unknown>>[];

interface Values {
  /** Epoch ms. */
  readonly since: number;
  readonly until?: number;
  readonly tenant?: string;
  readonly uid?: string;
}

function valuesOf({ fromMs, toMs }: Span): Pick<Values, "since" | "until"> {
  return { since: fromMs, until: toMs };
}

/** What is absent is null, or a list without elements. */
function rowOf(line: string): Row {
  const cells = Object.entries(JSON.parse(line) as Readonly<Record<string, unknown>>);
  const present = cells.filter(([, cell]) => cell !== null && !(Array.isArray(cell) && cell.length === 0));
  return { ...newRow("", "", 0, 0, ""), ...Object.fromEntries(present) };
}
