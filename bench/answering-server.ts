/** DynamoDB and S3 that take whatever comes and answer at once: what is left is the caller's own price. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface AnsweringServer {
  readonly endpoint: string;
  /** Calls answered so far, by operation. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function startAnsweringServer(): Promise<AnsweringServer> {
  const calls = new Map<string, number>();
  const server = createServer(async (request, response) => {
    await buffer(request);
    // `DynamoDB_20120810.PutItem`; S3 has no such header.
    const operation = String(request.headers["x-amz-target"] ?? "S3.PutObject").split(".")[1] ?? "";
    calls.set(operation, (calls.get(operation) ?? 0) + 1);
    const answer = answerTo(operation);
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

/** A GetItem that finds nothing, a BatchWriteItem that leaves nothing. */
function answerTo(operation: string): string {
  if (operation === "PutObject") return "";
  return operation === "BatchWriteItem" ? '{"UnprocessedItems":{}}' : "{}";
}
