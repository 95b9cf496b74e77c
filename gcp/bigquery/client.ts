/** The writer of a table, over the SDK's client. */
import { credentials } from "@grpc/grpc-js";
import { connect } from "./connection.ts";
import { type RowsWriter, rowsWriter } from "./writer.ts";

interface BigQueryWriterOptions {
  /** `projects/P/datasets/D/tables/T`. */
  readonly table: string;
  /** `host:port` of something that stands in for BigQuery, without TLS. */
  readonly endpoint?: string | undefined;
  /** Default: the wall clock. */
  readonly nowMs?: () => number;
}

/** Connects when it first appends. */
export function bigQueryWriter({ table, endpoint, nowMs = Date.now }: BigQueryWriterOptions): RowsWriter {
  return rowsWriter({ connect: () => connect(table, placeOf(endpoint)), nowMs });
}

function placeOf(endpoint: string | undefined) {
  // A ping finds out a connection that died in silence.
  const keptAlive = { "grpc.keepalive_time_ms": 30_000, "grpc.keepalive_timeout_ms": 10_000 };
  if (endpoint === undefined) return keptAlive;
  const [apiEndpoint, port] = endpoint.split(":");
  // Told here, it is not looked for in credentials that there are none of.
  const clientOptions = { universeDomain: "googleapis.com" };
  const sslCreds = credentials.createInsecure();
  return { ...keptAlive, apiEndpoint: apiEndpoint ?? "", port: Number(port), sslCreds, clientOptions };
}
