/**
 * A DynamoDB that is short of capacity: some calls are refused, some batches are taken in part, and now and then
 * nothing is taken for a while, which is what makes a function give up on a batch.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** By counting rather than by chance, so that every run is throttled alike. */
const EVERY_NTH_CALL_REFUSED = 50;
const EVERY_NTH_BATCH_IN_PART = 10;
const OUTAGE_EVERY_CALLS = 3_000;
/** More than all the calls of a function under way at once, each tried three times. */
const OUTAGE_CALLS = 150;
const THROTTLED_ACTIONS = ["BatchWriteItem", "PutItem", "UpdateItem"];
/** Marks the part of a batch that is put through. */
const PASS_HEADER = "x-let-through";

/**
 * Puts itself between the server and its requests; answers the switch. Tables, reads and scans are never throttled.
 * `tell` gets the number of calls that were refused, wholly or in part, whenever it grows.
 */
export function throttling(server: Server, tell: (throttledCalls: number) => void): (on: boolean) => void {
  const [answer] = server.listeners("request") as RequestListener[];
  if (answer === undefined) throw new Error("The server has no request listener");
  let isOn = false;
  let [calls, throttledCalls] = [0, 0];
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    const action = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
    if (!isOn || !THROTTLED_ACTIONS.includes(action) || request.headers[PASS_HEADER] !== undefined) {
      answer(request, response);
      return;
    }
    calls++;
    const isOutage = calls % OUTAGE_EVERY_CALLS >= OUTAGE_EVERY_CALLS - OUTAGE_CALLS;
    const isRefused = isOutage || calls % EVERY_NTH_CALL_REFUSED === 0;
    const isTakenInPart = !isRefused && action === "BatchWriteItem" && calls % EVERY_NTH_BATCH_IN_PART === 0;
    if (isRefused || isTakenInPart) tell(++throttledCalls);
    if (isRefused) refuse(request, response);
    else if (isTakenInPart) void takeHalf(server, request, response);
    else answer(request, response);
  });
  return (on) => {
    isOn = on;
  };
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  respond(response, 400, {
    __type: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    message: "The level of configured provisioned throughput for the table was exceeded.",
  });
}

type Requests = Record<string, unknown[]>;

/** The first half of each table's items is written, the rest comes back as UnprocessedItems. */
async function takeHalf(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const { RequestItems } = JSON.parse(Buffer.concat(parts).toString()) as { RequestItems: Requests };
  const taken: Requests = {};
  const left: Requests = {};
  for (const [table, items] of Object.entries(RequestItems)) {
    const half = Math.ceil(items.length / 2);
    taken[table] = items.slice(0, half);
    if (half < items.length) left[table] = items.slice(half);
  }
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": String(request.headers["x-amz-target"]),
      authorization: String(request.headers.authorization),
      "x-amz-date": String(request.headers["x-amz-date"]),
      [PASS_HEADER]: "1",
    },
    body: JSON.stringify({ RequestItems: taken }),
  });
  const body = (await answer.json()) as object;
  respond(response, answer.status, answer.ok ? { ...body, UnprocessedItems: left } : body);
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
  response.end(JSON.stringify(body));
}
