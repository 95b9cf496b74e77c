/** BigQuery's query jobs over HTTP, as far as the SDK's client asks them; the answers are a local lake's own. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { duckSql } from "../../cli/gcp/duck-sql.ts";
import type { LocalGoogleLake } from "../../cli/gcp/local-lake.ts";
import type { GoogleParameter } from "../../cli/gcp/queries.ts";
import { bodyOf } from "../../local/lake-store.ts";
import type { Cell, QueryResult } from "../../shared/lake/query-result.ts";

interface QueryJob {
  readonly query: string;
  readonly defaultDataset?: object;
  readonly queryParameters?: readonly {
    readonly name: string;
    readonly parameterType: { readonly type: GoogleParameter["type"] };
    readonly parameterValue: { readonly value?: string | null };
  }[];
}

export interface BigQueryJobs {
  readonly url: string;
  readonly asked: readonly QueryJob[];
  close(): void;
}

/** https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs */
export async function startBigQueryJobs(lake: LocalGoogleLake, rowsPerPage: number): Promise<BigQueryJobs> {
  const asked: QueryJob[] = [];
  const answers = new Map<string, QueryResult>();

  async function answer(incoming: IncomingMessage): Promise<object> {
    const { pathname, searchParams } = new URL(incoming.url ?? "", "http://localhost");
    if (incoming.method === "POST") {
      const { configuration, jobReference } = JSON.parse((await bodyOf(incoming)).toString()) as {
        configuration: { query: QueryJob };
        jobReference: { jobId: string };
      };
      asked.push(configuration.query);
      answers.set(jobReference.jobId, await run(lake, configuration.query));
      return { jobReference, status: { state: "DONE" } };
    }
    const id = pathname.split("/").at(-1) ?? "";
    if (!pathname.includes("/queries/"))
      return { jobReference: { jobId: id }, statistics: { query: { totalBytesBilled: "20971520" } } };
    const { columns, rows } = answers.get(id) ?? { columns: [], rows: [] };
    const from = Number(searchParams.get("pageToken") ?? 0);
    const until = from + rowsPerPage;
    const types = columns.map((_, place) => typeOf(rows.map((row) => row[place] ?? null)));
    return {
      jobComplete: true,
      schema: { fields: columns.map((name, place) => ({ name, type: types[place] })) },
      rows: rows
        .slice(from, until)
        .map((row) => ({ f: row.map((cell, place) => ({ v: wire(cell, types[place] ?? "") })) })),
      ...(until < rows.length && { pageToken: String(until) }),
    };
  }

  const server = createServer((incoming, response) => {
    answer(incoming).then(
      (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
      (error: unknown) =>
        response
          .writeHead(400, { "content-type": "application/json" })
          .end(JSON.stringify({ error: { code: 400, message: String(error) } })),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function run(lake: LocalGoogleLake, { query, queryParameters = [] }: QueryJob): Promise<QueryResult> {
  const parameters = queryParameters.map(({ name, parameterType: { type }, parameterValue: { value } }) => ({
    name,
    type,
    value: value === null || value === undefined ? null : parameterValue(type, value),
  }));
  return lake.sql(duckSql(query, parameters));
}

function parameterValue(type: GoogleParameter["type"], text: string): string | number {
  if (type === "FLOAT64") return Number(text);
  return type === "TIMESTAMP" ? text.replace("T", " ").replace("Z", "") : text;
}

function typeOf(cells: readonly Cell[]): string {
  const [some] = cells.filter((cell) => cell !== null);
  if (typeof some === "number") return "FLOAT64";
  if (typeof some !== "string") return "STRING";
  if (/^\d{4}-\d\d-\d\d$/.test(some)) return "DATE";
  return /^\d{4}-\d\d-\d\d \d\d:/.test(some) ? "DATETIME" : "STRING";
}

/** Every value is text; a wall-clock time has a T. */
function wire(cell: Cell, type: string): string | null {
  if (cell === null) return null;
  return type === "DATETIME" ? String(cell).replace(" ", "T") : String(cell);
}
