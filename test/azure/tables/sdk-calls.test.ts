/** What no stand-in of the service shows: one that takes a call and never answers it, or ends the connection instead. */
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableAccount } from "../../../azure/storage.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";

describe("Table Storage that does not answer", () => {
  const mute = createServer(() => undefined);
  beforeAll(async () => {
    mute.listen(0, "127.0.0.1");
    await once(mute, "listening");
  });
  afterAll(() => mute.close());

  const minutes = { remainingMs: () => 240_000, expired: () => false };
  const key = { partitionKey: "p", rowKey: "r" };

  it.each(["upsert", "insert", "replace", "get", "remove", "createTable"] as const)(
    "costs %s the time of a call and not the invocation's",
    async (name) => {
      const { port } = mute.address() as AddressInfo;
      const account = tableAccount(`http://127.0.0.1:${port}/a`, { account: "a", key: "bm9uZQ==" });
      const calls = tableCalls(account, 100);
      const made = {
        upsert: () => calls.upsert("t", key, minutes),
        insert: () => calls.insert("t", key, minutes),
        replace: () => calls.replace("t", key, "*", minutes),
        get: () => calls.get("t", key, minutes),
        remove: () => calls.remove("t", key, minutes),
        createTable: () => calls.createTable("t", minutes),
      };
      await expect(made[name]()).rejects.toThrow(/abort/i);
    },
  );
});

describe("Table Storage that ends a connection it is asked on", () => {
  let asked = 0;
  const server = createHttpServer((_, response) => {
    if (asked++ === 0) response.destroy();
    else response.setHeader("content-type", "application/json").end(JSON.stringify({ value: [{ PartitionKey: "p" }] }));
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  it("is asked again by who reads", async () => {
    const { port } = server.address() as AddressInfo;
    const account = tableAccount(`http://127.0.0.1:${port}/a`, { account: "a", key: "bm9uZQ==" }, "the client's");
    const found = [];
    for await (const entity of tableCalls(account).query("t")) found.push(entity);
    expect(found).toHaveLength(1);
    expect(asked).toBe(2);
  });
});
