/** An answer that goes on: events to one client, at the pace it reads. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { failureOf } from "./failure.ts";
import { commonHeaders } from "./headers.ts";
import type { Send } from "./route.ts";

/** Whoever has gone without a word is noticed by it. */
const HEARTBEAT_MS = 15_000;

/** Ends when `events` does, or the client goes. */
export async function sendEvents(
  response: ServerResponse,
  signal: AbortSignal,
  events: (send: Send) => Promise<void>,
): Promise<void> {
  response.writeHead(200, { ...commonHeaders, "content-type": "text/event-stream; charset=utf-8" });
  response.flushHeaders();
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(":\n\n");
  }, HEARTBEAT_MS);
  const send: Send = async (event, data) => {
    signal.throwIfAborted();
    if (!response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
      await once(response, "drain", { signal });
  };
  try {
    await events(send);
  } catch (error) {
    if (signal.aborted) return;
    const { code, message } = failureOf(error);
    await send("failed", { code, message }).catch(() => {});
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}
