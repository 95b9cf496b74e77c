/** The lake's bucket as a folder: S3's PutObject, the one call the lake's function makes; each object is a file. */
import { once } from "node:events";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

/** By counting rather than by chance: of so many puts the first ones are refused, each of which the client tries three times. */
const OUTAGE_EVERY_PUTS = 200;
const OUTAGE_PUTS = 12;

interface LakeBucketOptions {
  readonly bucket: string;
  readonly directory: string;
  /** Refuses puts for a while, from the start and now and then. */
  readonly faulty: boolean;
}

export interface LakeBucket {
  /** For the SDK client's `endpoint`, path style. */
  readonly endpoint: string;
  /** Makes it refuse every put, or ends that. */
  refuse(on: boolean): void;
  /** Objects there are; one put twice is one. */
  objects(): number;
  refusedPuts(): number;
  close(): Promise<void>;
}

export async function startLakeBucket({ bucket, directory, faulty }: LakeBucketOptions): Promise<LakeBucket> {
  const keys = new Set<string>();
  let refuses = false;
  let [puts, refusedPuts] = [0, 0];
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
    const isOutage = faulty && puts++ % OUTAGE_EVERY_PUTS < OUTAGE_PUTS;
    if (refuses || isOutage) {
      refusedPuts++;
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
    refuse(on) {
      refuses = on;
    },
    objects: () => keys.size,
    refusedPuts: () => refusedPuts,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** Whoever reads the folder meanwhile sees the file whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}

function fail(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" }).end(`<Error><Code>${code}</Code></Error>`);
}
