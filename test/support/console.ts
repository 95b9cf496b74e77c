/** The console's server over a stage, and what a browser, or somebody who is none, asks of it. */
import { once } from "node:events";
import { type IncomingMessage, type RequestOptions, request } from "node:http";
import type { GetObject } from "../../cli/stage/objects.ts";
import type { Stage } from "../../cli/stage/stage.ts";
import { type ConsoleParts, consoleParts } from "../../console/server/parts.ts";
import { type Served, serve } from "../../console/server/serve.ts";

export interface Told {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks into is its own to know.
  readonly data: any;
}

interface Said {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly json: any;
}

export interface TestConsole extends AsyncDisposable {
  readonly served: Served;
  readonly parts: ConsoleParts;
  readonly port: number;
  readonly cookie: string;
  /** As the page asks, unless told otherwise. */
  ask(path: string, options?: Omit<RequestOptions, "path">, body?: string | Buffer): Promise<Said>;
  /** Events until there are enough; the stream is ended then. */
  events(path: string, enough: (told: readonly Told[]) => boolean, body?: object): Promise<readonly Told[]>;
}

const nothing: GetObject = async () => undefined;
const WAIT_MS = 30_000;

export async function startConsole(find: () => Promise<Stage>, maps = nothing, folder?: string): Promise<TestConsole> {
  const parts = consoleParts({ find, maps: () => maps });
  const served = await serve({ parts, ...(folder !== undefined && { folder }) });
  const { port: digits, searchParams } = new URL(served.address);
  const port = Number(digits);
  const cookie = `spaces-console-${port}=${searchParams.get("token")}`;
  const own = { host: `127.0.0.1:${port}`, cookie, "sec-fetch-site": "same-origin" };

  async function open(path: string, options: Omit<RequestOptions, "path">, body?: string | Buffer) {
    const headers = options.headers ?? own;
    const sent = request({ host: "127.0.0.1", port, path, agent: false, ...options, headers });
    sent.end(body);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return { sent, response };
  }

  return {
    served,
    parts,
    port,
    cookie,
    async ask(path, options = {}, body) {
      const { response } = await open(path, options, body);
      const chunks: Buffer[] = [];
      for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      const isJson = response.headers["content-type"]?.startsWith("application/json") === true;
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        bytes,
        json: isJson ? JSON.parse(bytes.toString()) : undefined,
      };
    },
    async events(path, enough, body) {
      const headers = { ...own, ...(body && { "content-type": "application/json", origin: `http://${own.host}` }) };
      const { sent, response } = await open(
        path,
        { method: body ? "POST" : "GET", headers },
        body && JSON.stringify(body),
      );
      const told: Told[] = [];
      let text = "";
      const timer = setTimeout(() => sent.destroy(), WAIT_MS);
      try {
        for await (const chunk of response.setEncoding("utf8") as AsyncIterable<string>) {
          text += chunk;
          const blocks = text.split("\n\n");
          text = blocks.pop() ?? "";
          told.push(...blocks.flatMap(toldIn));
          if (enough(told)) break;
        }
      } finally {
        clearTimeout(timer);
        sent.destroy();
      }
      return told;
    },
    async [Symbol.asyncDispose]() {
      await served.close();
      await parts.close();
    },
  };
}

function toldIn(block: string): readonly Told[] {
  const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
  return event === undefined || data === undefined ? [] : [{ event, data: JSON.parse(data) }];
}
