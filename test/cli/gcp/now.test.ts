/** `spaces now --cloud gcp` over a real database, as a local run prints the command. */
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LOCAL_DATABASE, LOCAL_PROJECT } from "../../../cli/gcp/now.ts";
import { register } from "../../../cli/now.ts";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";
import { firestoreCalls } from "../../../gcp/firestore/sdk-calls.ts";
import { firestoreStore } from "../../../gcp/firestore/store.ts";
import { type LocalFirestore, startFirestore } from "../../../local/gcp/firestore/server.ts";
import { googleReader } from "../../../local/gcp/reader.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";
import { testOptions } from "../../support/firestore.ts";

const NOW_MS = Date.UTC(2026, 2, 2, 12);

let firestore: LocalFirestore;
let calls: ReturnType<typeof firestoreCalls>;
beforeAll(async () => {
  firestore = await startFirestore({ port: 0 });
  const address = { project: LOCAL_PROJECT, database: LOCAL_DATABASE, emulatorHost: firestore.endpoint };
  calls = firestoreCalls(firestoreDatabase(address));
  const store = firestoreStore({ ...testOptions, calls, nowMs: () => NOW_MS });
  const location = { locationId: "floor-1", name: "Ground", inferredLocationTypes: ["FLOOR"] };
  const rows = ["a", "b"].map((deviceId) =>
    rowOf(
      locationUpdate(
        { recordUid: deviceId, recordTimestamp: NOW_MS, spacesTenantId: "tenant-1" },
        { device: { deviceId }, location, lastSeen: NOW_MS },
      ),
    ),
  );
  expect(await store.write(rows, noDeadline)).toEqual([]);
});
afterAll(() => firestore.close());
afterEach(() => vi.restoreAllMocks());

async function now(...words: string[]): Promise<string> {
  let printed = "";
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += text;
  });
  const program = new Command().exitOverride();
  register(program);
  const asOf = ["--at", new Date(NOW_MS).toISOString(), "--format", "csv"];
  await program.parseAsync(["now", ...words, "--cloud", "gcp", ...asOf], { from: "user" });
  return printed;
}

describe("spaces now --cloud gcp", () => {
  it("counts who is on a floor, by the database of a run", async () => {
    expect(await now("floors", "--endpoint", `http://${firestore.endpoint}`)).toMatch(/Ground.*\b2\b/);
  });

  it("asks which database, where none is named", async () => {
    await expect(now("floors")).rejects.toThrow("--outputs for a deployment, --endpoint for a local run");
  });
});

describe("the reader of a local run on Google Cloud", () => {
  it("counts what the collections hold, and hands on the letters", async () => {
    const reader = googleReader(calls, async function* () {
      yield { position: "1", stage: "decode", code: "malformed-json", message: "no JSON" } as const;
    });
    expect(await reader.items()).toEqual({ events: 2, state: 2 });
    for await (const { position } of reader.deadLetters()) expect(position).toBe("1");
  });
});
