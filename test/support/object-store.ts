/** An S3 endpoint that keeps objects in memory, for seeing what is put. Answers as S3 does to PutObject. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ObjectStore {
  readonly endpoint: string;
  /** By `/bucket/key`. */
  readonly objects: Map<string, string>;
  close(): Promise<void>;
}

export async function startObjectStore(): Promise<ObjectStore> {
  const objects = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    objects.set(decodeURIComponent((request.url ?? "").split("?")[0] ?? ""), Buffer.concat(chunks).toString());
    response.writeHead(200, { ETag: '"0"' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
