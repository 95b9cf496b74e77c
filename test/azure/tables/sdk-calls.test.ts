/** What no stand-in of the service shows: one that takes a call and never answers it, or ends the connection instead. */
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPassing } from "../../../azure/azure-errors.ts";
import { tableAccount } from "../../../azure/storage.ts";
import { putAll } from "../../../azure/tables/put-all.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";

const minutes = { remainingMs: () => 240_000, expired: () => false };
const key = { partitionKey: "p", rowKey: "r" };
const soon = { callMs: 100, pageMs: 100 };

function accountAt(server: Server, retries?: "the client's") {
  const { port } = server.address() as AddressInfo;
  return tableAccount(`http://127.0.0.1:${port}/a`, { account: "a", key: "bm9uZQ==" }, retries);
}

async function allOf<T>(found: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of found) all.push(one);
  return all;
}

async function listening(server: Server): Promise<void> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

describe.each([
  ["does not answer", () => undefined],
  ["says that an answer comes, and no more", (response: ServerResponse) => response.writeHead(200).write("{")],
] as const)("Table Storage that %s", (_, answer) => {
  const server = createServer((_, response) => void answer(response));
  beforeAll(() => listening(server));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each(["upsert", "insert", "replace", "get", "remove", "createTable", "dropTable", "query", "tables"] as const)(
    "costs %s the time of a call and not the invocation's",
    async (name) => {
      const calls = tableCalls(accountAt(server), soon);
      const made = {
        upsert: () => calls.upsert("t", key, minutes),
        insert: () => calls.insert("t", key, minutes),
        replace: () => calls.replace("t", key, "*", minutes),
        get: () => calls.get("t", key, minutes),
        remove: () => calls.remove("t", key, minutes),
        createTable: () => calls.createTable("t", minutes),
        dropTable: () => calls.dropTable("t"),
        query: () => allOf(calls.query("t")),
        tables: () => allOf(calls.tables()),
      };
      await expect(made[name]()).rejects.toThrow("The service did not answer in time");
    },
  );

  it("costs no more than the invocation has left", async () => {
    const moment = { remainingMs: () => 50, expired: () => false };
    await expect(tableCalls(accountAt(server)).upsert("t", key, moment)).rejects.toThrow("did not answer in time");
  });
});

describe("Table Storage that does not answer once", () => {
  it.each([
    ["leaves a call without an answer", () => undefined],
    ["ends its connection", (response: ServerResponse) => response.destroy()],
  ] as const)("has what it was to take, though it %s", async (_, once) => {
    const taken: string[] = [];
    const server = createServer((request, response) => {
      if (taken.push(String(request.url)) === 1) once(response);
      else response.writeHead(204).end();
    });
    await listening(server);
    const writer = { calls: tableCalls(accountAt(server), soon), backOff: { wait: async () => {} }, what: "history" };
    const entities = [{ table: "t", entity: { ...key, rowKey: "first" } }];
    expect(await putAll(entities, writer, minutes)).toEqual([]);
    expect(taken).toHaveLength(2);
    server.closeAllConnections();
    server.close();
  });
});

describe("Table Storage that ends its connection in the midst of an answer", () => {
  it("has done what may be asked again", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-length": 100, "content-type": "application/json" }).write("{");
      setTimeout(() => response.destroy(), 50);
    });
    await listening(server);
    const error = await tableCalls(accountAt(server))
      .get("t", key, minutes)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(isPassing(error)).toBe(true);
    server.close();
  });
});

describe("Table Storage that is not there", () => {
  it("leaves nothing that waits behind", async () => {
    const server = createServer();
    await listening(server);
    const account = accountAt(server);
    server.close();
    await once(server, "close");
    const waiting = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const before = waiting();
    await expect(tableCalls(account).upsert("t", key, minutes)).rejects.toThrow("ECONNREFUSED");
    expect(waiting()).toBe(before);
  });
});

describe("Table Storage that ends a connection it is asked on", () => {
  let asked = 0;
  const server = createServer((_, response) => {
    if (asked++ === 0) response.destroy();
    else response.setHeader("content-type", "application/json").end(JSON.stringify({ value: [{ PartitionKey: "p" }] }));
  });
  beforeAll(() => listening(server));
  afterAll(() => server.close());

  it("is asked again by who reads", async () => {
    const found = await allOf(tableCalls(accountAt(server, "the client's")).query("t"));
    expect(found).toHaveLength(1);
    expect(asked).toBe(2);
  });
});
