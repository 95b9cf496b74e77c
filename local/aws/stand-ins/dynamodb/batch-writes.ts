/**
 * A short way through dynalite for what most calls are: BatchWriteItem with nothing but puts into a table without
 * indexes. The items go into dynalite's own database, as it would write them; whatever is out of the ordinary in a
 * call takes the long way, where every rule is checked.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import db, { type Store } from "dynalite/db/index.js";

type Item = Readonly<Record<string, unknown>>;
type Operation = Parameters<Store["db"]["batch"]>[0][number];

/** Fewer characters than this in a whole call, and no item of it is too large. */
const MAX_CALL_CHARS = 400_000;
const MAX_CALL_ITEMS = 25;

/** Puts itself between the server and its requests. */
export function shortenBatchWrites(server: Server, store: Store): void {
  const [answer] = server.listeners("request") as RequestListener[];
  if (answer === undefined) throw new Error("The server has no request listener");
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    if (String(request.headers["x-amz-target"]).endsWith(".BatchWriteItem")) void write(request, response, answer);
    else answer(request, response);
  });

  async function write(request: IncomingMessage, response: ServerResponse, answer: RequestListener): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const body = Buffer.concat(parts);
    const operations = await operationsOf(body, store).catch(() => undefined);
    if (operations === undefined) return answer(again(request, body), response);
    await store.db.batch(operations);
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
    response.end('{"UnprocessedItems":{}}');
  }
}

/** `undefined` when the call is out of the ordinary. */
async function operationsOf(body: Buffer, store: Store): Promise<readonly Operation[] | undefined> {
  if (body.length > MAX_CALL_CHARS) return undefined;
  const { RequestItems, ...others } = JSON.parse(body.toString()) as {
    RequestItems: Record<string, { PutRequest?: { Item: Item } }[]>;
  };
  if (Object.keys(others).length > 0) return undefined;
  const operations: Operation[] = [];
  for (const [name, requests] of Object.entries(RequestItems)) {
    const table = await new Promise<Parameters<typeof db.createKey>[1]>((resolve, reject) =>
      store.getTable(name, (error, found) => (error ? reject(error) : resolve(found))),
    );
    if (table.GlobalSecondaryIndexes !== undefined || table.LocalSecondaryIndexes !== undefined) return undefined;
    for (const { PutRequest, ...other } of requests) {
      const item = PutRequest?.Item;
      if (item === undefined || Object.keys(other).length > 0 || !isPlain(item)) return undefined;
      if (db.validateItem(item, table)) return undefined;
      operations.push({
        type: "put",
        key: `item-${name}~${db.createKey(item, table)}`,
        value: JSON.stringify(item),
        valueEncoding: "utf8",
      });
    }
  }
  const isEachOnce = new Set(operations.map(({ key }) => key)).size === operations.length;
  return isEachOnce && operations.length > 0 && operations.length <= MAX_CALL_ITEMS ? operations : undefined;
}

/** Texts, usual numbers, and lists and maps of them. */
function isPlain(item: Item): boolean {
  for (const name in item) if (!isPlainAttribute(item[name])) return false;
  return true;
}

const NUMBER = /^-?\d{1,20}(\.\d{1,17})?$/;

function isPlainAttribute(attribute: unknown): boolean {
  if (typeof attribute !== "object" || attribute === null) return false;
  let types = 0;
  for (const type in attribute) {
    types++;
    const value = (attribute as Record<string, unknown>)[type];
    switch (type) {
      case "S":
        if (typeof value !== "string") return false;
        break;
      case "N":
        if (typeof value !== "string" || !NUMBER.test(value)) return false;
        break;
      case "L":
        if (!Array.isArray(value) || !value.every(isPlainAttribute)) return false;
        break;
      case "M":
        if (typeof value !== "object" || value === null || !isPlain(value as Item)) return false;
        break;
      default:
        return false;
    }
  }
  return types === 1;
}

/** The same request, to be read once more. */
function again({ headers, method, url }: IncomingMessage, body: Buffer): IncomingMessage {
  return Object.assign(Readable.from([body]), { headers, method, url }) as unknown as IncomingMessage;
}
