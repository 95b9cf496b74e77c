/** An S3 endpoint that keeps objects in memory, for seeing what is put. Answers as S3 does to PutObject. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ObjectStore {
  readonly endpoint: string;
  /** By `/bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** Makes it answer 503 to every put, or ends that. */
  refuse(on: boolean): void;
  close(): Promise<void>;
}

export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>();
  let refuses = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (refuses) {
      response.writeHead(503).end("<Error><Code>SlowDown</Code></Error>");
      return;
    }
    objects.set(decodeURIComponent((request.url ?? "").split("?")[0] ?? ""), Buffer.concat(chunks));
    response.writeHead(200, { ETag: '"0"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    refuse(on) {
      refuses = on;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
