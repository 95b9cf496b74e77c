/** A service of a cloud that answers over HTTP what a test says, and keeps what it was asked. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  readonly method: string;
  /** Of the path and its query. */
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answer {
  /** @default 200 */
  readonly status?: number;
  readonly json: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpStandIn {
  readonly endpoint: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export async function startHttpStandIn(answer: (asked: Asked) => Answer): Promise<HttpStandIn> {
  const all: Asked[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const { method = "", url = "/", headers } = request;
    const asked = { method, url: new URL(url, "http://stand-in"), headers, body: Buffer.concat(parts).toString() };
    all.push(asked);
    const { status = 200, json, headers: given = {} } = answer(asked);
    response.writeHead(status, { "content-type": "application/json", ...given }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: all,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
