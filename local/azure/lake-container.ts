/** The lake's container as a folder: a proxy before Blob Storage that writes each file it hands on, and refuses some when asked to. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { bodyOf, newOutages, type Outages, writeWhole } from "../lake-store.ts";

const CREATED = 201;
const SERVER_BUSY = 503;

interface LakeContainerOptions {
  /** Of the container. */
  readonly url: string;
  readonly directory: string;
  /** Refuses puts for a while, from the start and now and then. */
  readonly faulty: boolean;
}

export interface LakeContainer extends Pick<Outages, "refuse" | "refusedPuts"> {
  /** Address of the container, for whoever puts files. */
  readonly url: string;
  /** Files there are; one put twice is one. */
  files(): number;
  close(): Promise<void>;
}

export async function startLakeContainer({ url, directory, faulty }: LakeContainerOptions): Promise<LakeContainer> {
  const { hostname, port, pathname } = new URL(url);
  const names = new Set<string>();
  const outages = newOutages(faulty);

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    if (outages.refuses()) {
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
    refuse: outages.refuse,
    files: () => names.size,
    refusedPuts: outages.refusedPuts,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
