/**
 * A short way through dynalite for what most calls are: puts in batches, puts on a simple condition, and gets by key.
 * They read and write dynalite's own database as it would; a call that is out of the ordinary in any way takes the
 * long way, where every rule is checked.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Store } from "dynalite/db/index.js";
import type { Counters } from "../../../counters.ts";
import { getItem } from "./get-item.ts";
import { batchWriteItem, putItem, tableOf } from "./put-items.ts";
import { outlookOf, type Written } from "./written.ts";

/** The body of an answer; `undefined` when the call is out of the ordinary. */
type ShortWay = (body: string, store: Store) => Promise<Answer | undefined>;

export interface Answer {
  readonly status: 200 | 400;
  readonly body: string;
  /** What is billed of it. */
  readonly written?: Written;
}

const shortWays: ReadonlyMap<string, ShortWay> = new Map([
  ["BatchWriteItem", batchWriteItem],
  ["PutItem", putItem],
  ["GetItem", getItem],
]);
/** Fewer characters than this in a whole call, and no item of it is too large. */
const MAX_CALL_BYTES = 400_000;

/** Puts itself between the server and its requests; `written` counts items and write units, whichever way they take. */
export function shortenHotCalls(server: Server, store: Store, written: Counters): void {
  const [answer] = server.listeners("request") as RequestListener[];
  if (answer === undefined) throw new Error("The server has no request listener");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const shortWay = shortWays.get(action);
    if (shortWay === undefined) answer(request, response);
    else void take(action, shortWay, request, response, answer);
  });

  function count(some: Written | undefined): void {
    written.add(0, some?.writes ?? 0);
    written.add(1, some?.units ?? 0);
  }

  /** What is refused for another reason than its condition is not billed, nor is it put here. */
  async function countLongWay(action: string, body: string, response: ServerResponse): Promise<void> {
    if (action === "GetItem") return;
    const outlook = await outlookOf(action, body, store, (name) => tableOf(store, name)).catch(() => undefined);
    response.once("finish", () => count(response.statusCode === 200 ? outlook?.taken : outlook?.refused));
  }

  async function take(
    action: string,
    shortWay: ShortWay,
    request: IncomingMessage,
    response: ServerResponse,
    longWay: RequestListener,
  ): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    const found =
      body.length > MAX_CALL_BYTES ? undefined : await shortWay(body.toString(), store).catch(() => undefined);
    if (found === undefined) {
      await countLongWay(action, body.toString(), response);
      return longWay(again(request, body), response);
    }
    count(found.written);
    response.writeHead(found.status, {
      "content-type": "application/x-amz-json-1.0",
      "content-length": Buffer.byteLength(found.body),
    });
    response.end(found.body);
  }
}

/** The same request, to be read once more. */
function again({ headers, method, url }: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(Readable.from([body]), { headers, method, url }) as unknown as IncomingMessage;
}
