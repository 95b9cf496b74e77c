/** The lake's bucket as a folder: S3's PutObject, the one call the lake's function makes; each object is a file. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { bodyOf, newOutages, type Outages, writeWhole } from "../../lake-store.ts";

interface LakeBucketOptions {
  readonly bucket: string;
  readonly directory: string;
  /** Refuses puts for a while, from the start and now and then. */
  readonly faulty: boolean;
}

export interface LakeBucket extends Pick<Outages, "refuse" | "refusedPuts"> {
  /** For the SDK client's `endpoint`, path style. */
  readonly endpoint: string;
  /** Objects there are; one put twice is one. */
  objects(): number;
  close(): Promise<void>;
}

export async function startLakeBucket({ bucket, directory, faulty }: LakeBucketOptions): Promise<LakeBucket> {
  const keys = new Set<string>();
  const outages = newOutages(faulty);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => fail(response, 500, "InternalError"));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const [path = ""] = (request.url ?? "").split("?");
    const key = decodeURIComponent(path).slice(`/${bucket}/`.length);
    // What is signed in chunks has their frames in its body; the client sends none for bytes.
    const isChunked = String(request.headers["content-encoding"] ?? "").includes("aws-chunked");
    if (request.method !== "PUT" || !path.startsWith(`/${bucket}/`) || isChunked) {
      fail(response, 501, "NotImplemented");
      return;
    }
    if (outages.refuses()) {
      fail(response, 503, "SlowDown");
      return;
    }
    await writeWhole(join(directory, key), body);
    keys.add(key);
    response.writeHead(200, { ETag: '"0"' }).end();
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: outages.refuse,
    objects: () => keys.size,
    refusedPuts: outages.refusedPuts,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" }).end(`<Error><Code>${code}</Code></Error>`);
}
