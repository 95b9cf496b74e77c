/**
 * BigQuery as far as the Storage Write API's default stream goes: AppendRows with the description of rows that the client
 * sends, errors of rows, limits; rows land as Parquet files where DuckDB asks them. The service is declared by the client
 * library's own protos. https://cloud.google.com/bigquery/docs/write-api
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Server, type ServerDuplexStream, type ServiceDefinition, status } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";
import { tableDefinitions } from "../../../gcp/bigquery/schema.ts";
import { ARRIVED_TABLE } from "../../../gcp/bigquery/tables.ts";
import { newOutages } from "../../lake-store.ts";
import { listen } from "../listen.ts";
import { type AppendRequest, appender } from "./append.ts";
import { newLandingFolder } from "./landing-folder.ts";

export interface BigQueryWrite {
  /** `127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Answers UNAVAILABLE to every append, or ends that. */
  refuse(on: boolean): void;
  refused(): number;
  /** Rows appended, copies included. */
  rows(): number;
  files(): number;
  /** Ends every connection as BigQuery does with one that was idle. */
  dropConnections(): void;
  /** Every row that was appended stands in a file after it. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface BigQueryWriteOptions {
  /** 0 picks a free one. */
  readonly port?: number;
  readonly directory: string;
  /** Appends are refused for a while, from the start and now and then. */
  readonly faulty?: boolean;
  /** Tables there are, by their ids. Default: the lake's. */
  readonly tables?: readonly string[];
}

type AppendCall = ServerDuplexStream<AppendRequest, object>;

/** Above what the service takes, so that it is the service that refuses. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const DEFAULT_STREAM = /^projects\/[^/]+\/datasets\/[^/]+\/tables\/([^/]+)\/(?:streams\/)?_default$/;

/** A port that cannot be listened on is a UserError. */
export async function startBigQueryWrite({
  port = 0,
  directory,
  faulty = false,
  tables = [ARRIVED_TABLE],
}: BigQueryWriteOptions): Promise<BigQueryWrite> {
  const landing = newLandingFolder(directory);
  const calls = new Set<AppendCall>();
  const outages = newOutages(faulty);

  function tableOf(stream: string): { readonly isThere: boolean } | undefined {
    const table = DEFAULT_STREAM.exec(stream)?.[1];
    return table === undefined ? undefined : { isThere: tables.includes(table) };
  }

  function appendRows(call: AppendCall): void {
    calls.add(call);
    const append = appender({ tableOf, isOutOfReach: outages.refuses, land: landing.put });
    let work = Promise.resolve();
    async function answer(request: AppendRequest): Promise<void> {
      const reply = await append(request);
      if ("failure" in reply) fail(call, reply.failure, reply.details);
      else call.write(reply.answer);
    }
    call.on("data", (request: AppendRequest) => {
      // Answers come in the order of requests.
      work = work.then(() => answer(request));
    });
    call.on("end", () => work.then(() => call.end()));
    call.on("error", () => undefined);
    call.on("close", () => calls.delete(call));
  }

  function getWriteStream(
    { request: { name = "" } }: { request: { name?: string } },
    answer: (error: object | null, stream?: object) => void,
  ): void {
    const fields = tableDefinitions[ARRIVED_TABLE]?.schema.map(({ type, ...field }) => ({
      ...field,
      type: type === "FLOAT64" ? "DOUBLE" : type,
    }));
    if (tableOf(name)?.isThere) answer(null, { name, type: "COMMITTED", tableSchema: { fields } });
    else answer({ code: status.NOT_FOUND, details: "The stream is not there" });
  }

  const server = new Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
  server.addService(writeService(), { appendRows, getWriteStream });
  const bound = await listen(server, "bigquery", port);
  return {
    endpoint: `127.0.0.1:${bound}`,
    refuse: outages.refuse,
    refused: outages.refusedPuts,
    rows: landing.rows,
    files: landing.files,
    dropConnections() {
      for (const call of calls)
        fail(call, status.ABORTED, "Closing the stream because it has been inactive for 600 seconds");
    },
    flush: landing.flush,
    async close() {
      server.forceShutdown();
      await landing.flush();
    },
  };
}

function fail(call: AppendCall, code: status, details: string): void {
  call.emit("error", { code, details });
}

/** A request comes with its size, which the message itself does not tell. */
function writeService(): ServiceDefinition {
  const path = createRequire(import.meta.url).resolve("@google-cloud/bigquery-storage/build/protos/protos.json");
  const loaded = fromJSON(JSON.parse(readFileSync(path, "utf8")), { enums: String, longs: Number });
  const service = loaded["google.cloud.bigquery.storage.v1.BigQueryWrite"] as ServiceDefinition;
  const { AppendRows: append } = service;
  if (append === undefined) throw new Error("The client's protos declare no AppendRows.");
  const requestDeserialize = (bytes: Buffer) => ({ ...append.requestDeserialize(bytes), size: bytes.length });
  return { ...service, AppendRows: { ...append, requestDeserialize } };
}
