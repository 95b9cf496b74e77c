/** `spaces now --cloud azure` over real tables, as a local run prints the command. */
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { tableAccount } from "../../../azure/storage.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";
import { tableStore } from "../../../azure/tables/store.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../../azure/tables/tables.ts";
import { register } from "../../../cli/now.ts";
import { type Azurite, startAzurite } from "../../../local/azure/azurite.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { rowOf } from "../../support/core.ts";
import { locationUpdate } from "../../support/events.ts";

const NOW_MS = Date.UTC(2026, 2, 2, 12);
const DAY_SECONDS = 86_400;

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
  const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
  for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
  const store = tableStore({
    calls,
    backOff: { wait: async () => {} },
    historyTtlSeconds: DAY_SECONDS,
    stateTtlSeconds: DAY_SECONDS,
    historyExcludedTypes: new Set(),
    stillPositions: undefined,
    nowMs: () => NOW_MS,
  });
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
afterAll(() => azurite.close());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function now(...words: string[]): Promise<string> {
  let printed = "";
  vi.spyOn(console, "log").mockImplementation((text: string) => {
    printed += text;
  });
  const program = new Command().exitOverride();
  register(program);
  const asOf = ["--at", new Date(NOW_MS).toISOString(), "--format", "csv"];
  await program.parseAsync(["now", ...words, "--cloud", "azure", ...asOf], { from: "user" });
  return printed;
}

describe("spaces now --cloud azure", () => {
  it("counts who is on a floor, by the tables of a run", async () => {
    vi.stubEnv("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString);
    expect(await now("floors", "--endpoint", azurite.tableEndpoint)).toMatch(/Ground.*\b2\b/);
  });

  it("asks which tables, where none are named", async () => {
    await expect(now("floors")).rejects.toThrow("--outputs for a deployment, --endpoint for a local run");
  });
});
