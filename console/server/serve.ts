/** The console's server: the page and what it asks, on this machine alone. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { UserError } from "../../cli/user-error.ts";
import { failureOf, notHere, Refused } from "./failure.ts";
import { type Guard, newGuard } from "./guard.ts";
import { commonHeaders } from "./headers.ts";
import { pageFile } from "./page-files.ts";
import type { ConsoleParts } from "./parts.ts";
import type { Answer, Asked, Route } from "./route.ts";
import { routes } from "./routes.ts";
import { sendEvents } from "./send-events.ts";

const LOOPBACK = "127.0.0.1";
/** A browser holds six connections to a host; a few windows fit. */
const MOST_STREAMS = 64;
const MOST_CONNECTIONS = 512;
/** So long, when it ends, is waited for what answers have to give back or to note. */
const LEAVING_MS = 5_000;
const PAGE_FOLDER = fileURLToPath(new URL("../../dist/console", import.meta.url));

export interface ServeOptions {
  /** @default a free one */
  readonly port?: number;
  readonly parts: ConsoleParts;
  /** Of the built page. */
  readonly folder?: string;
}

export interface Served {
  /** With the token: whoever has it may look. */
  readonly address: string;
  /** Answers that go on now. */
  streams(): number;
  /** Ends what is answered, and waits for it, but not for long: whoever closes the stage does it after. */
  close(): Promise<void>;
}

/** A port that cannot be listened on is a UserError. */
export async function serve({ port = 0, parts, folder = PAGE_FOLDER }: ServeOptions): Promise<Served> {
  const ending = new AbortController();
  const answering = new Set<Promise<void>>();
  let streams = 0;
  let guard: Guard;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = urlOf(request);
    const foreign = guard.hostRefusal(request);
    if (foreign !== undefined) throw new Refused("no-rights", foreign, 421);
    if (url.pathname.startsWith("/api/")) return answerData(request, response, url);
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new Refused("bad-request", "The page is only read.", 405);
    const token = url.searchParams.get("token");
    if (token !== null) return letIn(response, token);
    const file = await pageFile(folder, url.pathname);
    if (file === undefined) throw notHere("There is no such file.");
    response.writeHead(200, { ...commonHeaders, "content-type": file.type }).end(file.bytes);
  }

  /** What follows # stays with the browser, which takes it along: https://www.rfc-editor.org/rfc/rfc9110#field.location */
  function letIn(response: ServerResponse, token: string): void {
    if (!guard.isToken(token))
      throw new Refused("no-rights", "This address is of another run; open the one that was printed last.");
    response.writeHead(303, { ...commonHeaders, location: "/", "set-cookie": guard.cookie }).end();
  }

  async function answerData(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const refused = guard.dataRefusal(request);
    if (refused !== undefined) throw new Refused("no-rights", refused);
    const route = routeOf(request, url.pathname);
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, ending.signal]);
    const answer = await route.answer({ parameters: url.searchParams, body: bodyOf(request), signal }, parts);
    if (signal.aborted) return;
    if ("events" in answer) await goOn(response, signal, answer);
    else {
      const { bytes, type } = "json" in answer ? jsonOf(answer.json) : answer;
      response.writeHead(200, { ...commonHeaders, "content-type": type }).end(bytes);
    }
  }

  async function goOn(response: ServerResponse, signal: AbortSignal, { events }: Extract<Answer, { events: unknown }>) {
    if (streams >= MOST_STREAMS) throw new Refused("failed", "Too many windows watch already; close some.", 503);
    streams++;
    try {
      await sendEvents(response, signal, events);
    } finally {
      streams--;
    }
  }

  const server = createServer((request, response) => {
    const answer = handle(request, response)
      .catch((error: unknown) => refuse(response, error))
      .finally(() => answering.delete(answer));
    answering.add(answer);
  });
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `Port ${port} cannot be listened on (${error.code}): give another --port, or none for a free one.`,
    );
  });
  const { port: taken } = server.address() as AddressInfo;
  guard = newGuard(taken);
  return {
    address: `http://${LOOPBACK}:${taken}/?token=${guard.token}`,
    streams: () => streams,
    async close() {
      ending.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const left = new AbortController();
      const late = sleep(LEAVING_MS, undefined, { signal: left.signal }).catch(() => {});
      await Promise.race([Promise.all(answering), late]).finally(() => left.abort());
    },
  };
}

function urlOf({ url = "/" }: IncomingMessage): URL {
  const parsed = URL.parse(`http://${LOOPBACK}${url.startsWith("/") ? url : `/${url}`}`);
  if (parsed === null) throw new Refused("bad-request", "The address cannot be read.");
  return parsed;
}

function routeOf({ method, headers }: IncomingMessage, path: string): Route {
  const found = routes.filter((route) => route.path === path);
  if (found.length === 0) throw notHere("There is nothing of that name to ask for.");
  const route = found.find((one) => one.method === method);
  if (route === undefined) throw new Refused("bad-request", "It is asked in another way.", 405);
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  if (route.takes !== undefined && !route.takes.includes(type.trim().toLowerCase()))
    throw new Refused("bad-request", `It takes ${route.takes.join(" or ")}.`, 415);
  return route;
}

function bodyOf(request: IncomingMessage): Asked["body"] {
  return async (mostBytes) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > mostBytes) throw new Refused("bad-request", `More than ${mostBytes} bytes are not taken.`, 413);
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
}

function jsonOf(value: unknown): { readonly bytes: Buffer; readonly type: string } {
  return { bytes: Buffer.from(JSON.stringify(value)), type: "application/json; charset=utf-8" };
}

/** Nothing is logged: who asked sees it. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, ...body } = failureOf(error);
  const { bytes, type } = jsonOf(body);
  // What is left of a body that was not read ends with its connection.
  response.writeHead(status, { ...commonHeaders, "content-type": type, connection: "close" }).end(bytes);
}
