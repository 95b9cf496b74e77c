/**
 * The thread of the proxy: hands every request on, and refuses some of the writes as the service does past its limits.
 * https://learn.microsoft.com/azure/storage/tables/scalability-targets
 */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { countersIn } from "../counters.ts";
import type { FromProxy, ProxyOptions, ToProxy } from "./short-of-capacity.ts";

/** By counting rather than by chance, so that every run is throttled alike. */
const EVERY_NTH_WRITE_REFUSED = 50;
const OUTAGE_EVERY_WRITES = 6_000;
/** Waited out within an invocation, whatever the batch. */
const OUTAGE_WRITES = 1_500;
/** Now and then a partition moves to another server, and an entity of it is refused for a while. */
const FIRST_AWAY_AFTER_WRITES = 500;
const AWAY_EVERY_WRITES = 20_000;
/** More than an invocation tries to write an entity, three times six: the batch is thrown back, and comes again. */
const AWAY_REFUSALS = 20;
const WRITES = ["POST", "PUT", "PATCH", "MERGE"];
const SERVER_BUSY = 503;

const { target, throttled, operations } = workerData as ProxyOptions;
const handedOn = countersIn(operations);
const [hostname, port] = target.split(":");
const agent = new Agent({ keepAlive: true, maxSockets: 128 });
let isOn = throttled;
let [writes, throttledCalls] = [0, 0];
let away: { readonly url: string; refusals: number } | undefined;
let nextAwayAt = FIRST_AWAY_AFTER_WRITES;

function say(message: FromProxy): void {
  parentPort?.postMessage(message);
}

function isRefused({ method = "", url = "" }: IncomingMessage): boolean {
  // Making a table is no write into one.
  if (!isOn || !WRITES.includes(method) || /\/Tables\b/.test(url)) return false;
  writes++;
  return (
    isAway(url) ||
    writes % OUTAGE_EVERY_WRITES >= OUTAGE_EVERY_WRITES - OUTAGE_WRITES ||
    writes % EVERY_NTH_WRITE_REFUSED === 0
  );
}

/** An address with a key in it is one entity's; an insert's has none. */
function isAway(url: string): boolean {
  if (away === undefined && writes >= nextAwayAt && url.includes("RowKey=")) away = { url, refusals: 0 };
  if (away?.url !== url) return false;
  if (++away.refusals === AWAY_REFUSALS) {
    away = undefined;
    nextAwayAt = writes + AWAY_EVERY_WRITES;
  }
  return true;
}

function refuse(incoming: IncomingMessage, response: ServerResponse): void {
  incoming.resume();
  response.writeHead(SERVER_BUSY, { "content-type": "application/json" });
  const message = { lang: "en-US", value: "The server is busy." };
  response.end(JSON.stringify({ "odata.error": { code: "ServerBusy", message } }));
}

function handOn(incoming: IncomingMessage, response: ServerResponse): void {
  handedOn.add(0, 1);
  const { method, url, headers } = incoming;
  const outgoing = request({ agent, hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? SERVER_BUSY, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => (response.headersSent ? response.destroy() : refuse(incoming, response)));
  incoming.pipe(outgoing);
}

const server = createServer((incoming, response) => {
  if (!isRefused(incoming)) return handOn(incoming, response);
  say({ throttledCalls: ++throttledCalls });
  refuse(incoming, response);
});
parentPort?.on("message", ({ throttle }: ToProxy) => {
  isOn = throttle;
});
server.listen(0, "127.0.0.1", () => say({ port: (server.address() as AddressInfo).port }));
