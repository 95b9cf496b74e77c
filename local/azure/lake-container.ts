/** The lake's container as a folder: a proxy before Blob Storage that writes each file it hands on, and refuses some when asked to. */
import { once } from "node:events";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";

/** By counting rather than by chance: of so many puts the first ones are refused, each of which the client tries three times. */
const OUTAGE_EVERY_PUTS = 200;
const OUTAGE_PUTS = 12;
const CREATED = 201;
const SERVER_BUSY = 503;

interface LakeContainerOptions {
  /** Of the container. */
  readonly url: string;
  readonly directory: string;
  /** Refuses puts for a while, from the start and now and then. */
  readonly faulty: boolean;
}

export interface LakeContainer {
  /** Address of the container, for whoever puts files. */
  readonly url: string;
  /** Makes it refuse every put, or ends that. */
  refuse(on: boolean): void;
  /** Files there are; one put twice is one. */
  files(): number;
  refusedPuts(): number;
  close(): Promise<void>;
}

export async function startLakeContainer({ url, directory, faulty }: LakeContainerOptions): Promise<LakeContainer> {
  const { hostname, port, pathname } = new URL(url);
  const names = new Set<string>();
  let refuses = false;
  let [puts, refusedPuts] = [0, 0];

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const isOutage = faulty && puts++ % OUTAGE_EVERY_PUTS < OUTAGE_PUTS;
    if (refuses || isOutage) {
      refusedPuts++;
      response.writeHead(SERVER_BUSY, { "x-ms-error-code": "ServerBusy" }).end();
      return;
    }
    const { method, url: path = "", headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers }).end(body);
    const [taken] = (await once(outgoing, "response")) as [IncomingMessage];
    if (taken.statusCode === CREATED) {
      const name = decodeURIComponent(new URL(path, url).pathname.slice(pathname.length + 1));
      await writeWhole(join(directory, name), body);
      names.add(name);
    }
    response.writeHead(taken.statusCode ?? SERVER_BUSY, taken.headers);
    taken.pipe(response);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    refuse(on) {
      refuses = on;
    },
    files: () => names.size,
    refusedPuts: () => refusedPuts,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** Whoever reads the folder meanwhile sees the file whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
}
