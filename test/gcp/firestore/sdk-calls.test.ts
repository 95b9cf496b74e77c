/** What no engine shows: a Firestore that takes a call and never answers it. */
import { once } from "node:events";
import { createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";
import { STATE } from "../../../gcp/firestore/collections.ts";
import { firestoreCalls } from "../../../gcp/firestore/sdk-calls.ts";

describe("Firestore that does not answer", () => {
  const server = createServer();
  let asked = 0;
  server.on("stream", () => void asked++);
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(() => server.close());

  it("costs who reads the time of a page, the client's own asking again included", async () => {
    const emulatorHost = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const database = firestoreDatabase({ project: "p", database: "d", emulatorHost });
    const page = firestoreCalls(database, 1_000).list(STATE)[Symbol.asyncIterator]();
    const startMs = performance.now();
    await expect(page.next()).rejects.toThrow("did not answer in time");
    // Each time it asks it waits as long.
    expect(performance.now() - startMs).toBeLessThan(2_900);
    expect(asked).toBeGreaterThan(0);
    await database.client.close();
  });
});
