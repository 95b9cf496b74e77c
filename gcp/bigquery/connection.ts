/**
 * One AppendRows call of the Storage Write API: requests go out in order, and their answers come in that order.
 *
 * Made on the generated client: the library's own StreamConnection keeps requests that were given up among those that wait,
 * so that the next answer is taken for theirs, and throws where nobody listens when a connection that is idle is closed
 * (https://github.com/googleapis/nodejs-bigquery-storage/issues/592).
 */

import type { google } from "@google-cloud/bigquery-storage/build/protos/protos.js";
import { BigQueryWriteClient } from "@google-cloud/bigquery-storage/build/src/v1/big_query_write_client.js";
import { rowDescriptor } from "./row-message.ts";

type ClientOptions = ConstructorParameters<typeof BigQueryWriteClient>[0];
export type AppendAnswer = google.cloud.bigquery.storage.v1.IAppendRowsResponse;

export interface Connection {
  /** Rejects with the error the connection ended by. */
  append(serializedRows: readonly Uint8Array[]): Promise<AppendAnswer>;
  isOpen(): boolean;
  /** What still waits for an answer is rejected: whether it was appended nobody knows. */
  close(): void;
}

interface Waiting {
  readonly resolve: (answer: AppendAnswer) => void;
  readonly reject: (error: unknown) => void;
}

class ConnectionClosed extends Error {
  override readonly name = "ConnectionClosed";
}

/** To the default stream of `projects/P/datasets/D/tables/T`: rows are committed once they are answered, at least once. */
export async function connect(table: string, options: ClientOptions): Promise<Connection> {
  const client = new BigQueryWriteClient(options);
  await client.initialize();
  const writeStream = `${table}/streams/_default`;
  // Routes the call to the table's region.
  const headers = { "x-goog-request-params": `write_stream=${writeStream}` };
  const stream = client.appendRows({ otherArgs: { headers } });
  const waiting: Waiting[] = [];
  let isOpen = true;
  let isFirst = true;

  function end(error: unknown): void {
    if (!isOpen) return;
    isOpen = false;
    for (const { reject } of waiting.splice(0)) reject(error);
    // Cancelled, the call still says so: the listener for errors stays.
    stream.destroy();
    client.close().catch(() => undefined);
  }
  stream.on("data", (answer: AppendAnswer) => waiting.shift()?.resolve(answer));
  stream.on("error", end);
  stream.on("end", () => end(new ConnectionClosed()));
  stream.on("close", () => end(new ConnectionClosed()));

  return {
    append(serializedRows) {
      if (!isOpen) return Promise.reject(new ConnectionClosed());
      const rows = { serializedRows: [...serializedRows] };
      // The stream and the schema are told once a connection.
      const request = isFirst
        ? { writeStream, traceId: "spaces", protoRows: { rows, writerSchema: { protoDescriptor: rowDescriptor } } }
        : { protoRows: { rows } };
      isFirst = false;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        stream.write(request);
      });
    },
    isOpen: () => isOpen,
    close: () => end(new ConnectionClosed()),
  };
}
