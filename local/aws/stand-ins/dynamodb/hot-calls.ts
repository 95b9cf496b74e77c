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
import { batchWriteItem, putItem } from "./put-items.ts";

/** The body of an answer; `undefined` when the call is out of the ordinary. */
type ShortWay = (body: string, store: Store) => Promise<Answer | undefined>;

export interface Answer {
  readonly status: 200 | 400;
  readonly body: string;
  /** What is billed of it. */
  readonly written?: { readonly writes: number; readonly units: number };
}

const shortWays: ReadonlyMap<string, ShortWay> = new Map([
  ["BatchWriteItem", batchWriteItem],
  ["PutItem", putItem],
  ["GetItem", getItem],
]);
/** Fewer characters than this in a whole call, and no item of it is too large. */
const MAX_CALL_BYTES = 400_000;

/** Puts itself between the server and its requests. What takes the long way is not in `written`: hardly any write does. */
export function shortenHotCalls(server: Server, store: Store, written: Counters): void {
  const [answer] = server.listeners("request") as RequestListener[];
  if (answer === undefined) throw new Error("The server has no request listener");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const action = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    const shortWay = shortWays.get(action);
    if (shortWay === undefined) answer(request, response);
    else void take(shortWay, request, response, answer);
  });

  async function take(
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
    if (found === undefined) return longWay(again(request, body), response);
    if (found.written !== undefined) {
      written.add(0, found.written.writes);
      written.add(1, found.written.units);
    }
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
