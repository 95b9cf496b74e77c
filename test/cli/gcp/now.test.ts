/** `spaces now --cloud gcp` over a real database, as a local run prints the command. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCAL_DATABASE, LOCAL_PROJECT } from "../../../cli/gcp/now.ts";
import { register } from "../../../cli/now.ts";
import { firestoreDatabase } from "../../../gcp/firestore/client.ts";
import { firestoreCalls } from "../../../gcp/firestore/sdk-calls.ts";
import { firestoreStore } from "../../../gcp/firestore/store.ts";
import { type LocalFirestore, startFirestore } from "../../../local/gcp/firestore/server.ts";
import { googleReader } from "../../../local/gcp/reader.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { runCommand } from "../../support/command.ts";
import { printedTo } from "../../support/printed.ts";
import { testOptions } from "../../support/store-options.ts";
import { twoOnAFloor } from "../../support/two-on-a-floor.ts";

const NOW_MS = Date.UTC(2026, 2, 2, 12);

let firestore: LocalFirestore;
let calls: ReturnType<typeof firestoreCalls>;
beforeAll(async () => {
  firestore = await startFirestore({ port: 0 });
  const address = { project: LOCAL_PROJECT, database: LOCAL_DATABASE, emulatorHost: firestore.endpoint };
  calls = firestoreCalls(firestoreDatabase(address));
  const store = firestoreStore({ ...testOptions, calls, nowMs: () => NOW_MS });
  expect(await store.write(twoOnAFloor(NOW_MS), noDeadline)).toEqual([]);
});
afterAll(() => firestore.close());

const printed = printedTo("log");

async function now(...words: string[]): Promise<string> {
  const asOf = ["--at", new Date(NOW_MS).toISOString(), "--format", "csv"];
  await runCommand(register, ["now", ...words, "--cloud", "gcp", ...asOf]);
  return printed.text();
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
