/** What no engine shows: a Firestore that takes a call and never answers it. */
import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { status } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";
import { STATE } from "../../../gcp/firestore/collections.ts";
import { firestoreCalls } from "../../../gcp/firestore/sdk-calls.ts";
import { GoogleStatus } from "../../../gcp/google-errors.ts";

describe("Firestore that does not answer", () => {
  const server = createServer();
  let asked = 0;
  server.on("stream", () => void asked++);
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  it("costs who reads the time of a page, once", async () => {
    const emulatorHost = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const database = firestoreDatabase({ project: "p", database: "d", emulatorHost });
    const page = firestoreCalls(database, 500).list(STATE)[Symbol.asyncIterator]();
    await expect(page.next()).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    await database.client.close();
    expect(asked).toBe(1);
  });
});

describe("Firestore that is not there at first", () => {
  it("is asked again by who reads", async () => {
    const { client } = firestoreDatabase({ project: "p", database: "d", emulatorHost: "127.0.0.1:1" });
    let asked = 0;
    async function* runQuery() {
      if (++asked < 3) throw new GoogleStatus(status.UNAVAILABLE);
      yield { document: { name: "projects/p/databases/d/documents/state/one", fields: {}, updateTime: {} } };
    }
    const calls = firestoreCalls({ client: { ...client, runQuery } as never, name: "projects/p/databases/d" });
    expect(await calls.list(STATE)[Symbol.asyncIterator]().next()).toMatchObject({ value: { id: "one" } });
  });
});
