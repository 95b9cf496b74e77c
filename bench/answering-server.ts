/** DynamoDB, S3 and Data Firehose that take whatever comes and answer at once: what is left is the caller's own price. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface AnsweringServer {
  readonly endpoint: string;
  /** Calls answered so far, by operation. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function startAnsweringServer(): Promise<AnsweringServer> {
  const calls = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    // `DynamoDB_20120810.PutItem`; S3 has no such header.
    const operation = String(request.headers["x-amz-target"] ?? "S3.PutObject").split(".")[1] ?? "";
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    const answer = answerTo(operation, body);
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0", "content-length": answer.length });
    response.end(answer);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A GetItem that finds nothing, a BatchWriteItem that leaves nothing, a PutRecordBatch that took every record. */
function answerTo(operation: string, body: Buffer): string {
  if (operation === "PutObject") return "";
  if (operation === "BatchWriteItem") return '{"UnprocessedItems":{}}';
  if (operation !== "PutRecordBatch") return "{}";
  const { Records } = JSON.parse(body.toString()) as { Records: readonly unknown[] };
  return JSON.stringify({ FailedPutCount: 0, RequestResponses: Records.map((_, index) => ({ RecordId: `${index}` })) });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
