/** `spaces now --cloud azure` over real tables, as a local run prints the command. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { tableAccount } from "../../../azure/storage.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";
import { tableStore } from "../../../azure/tables/store.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../../azure/tables/tables.ts";
import { register } from "../../../cli/now.ts";
import { type Azurite, startAzurite } from "../../../local/azure/azurite.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { runCommand } from "../../support/command.ts";
import { printedTo } from "../../support/printed.ts";
import { testOptions } from "../../support/store-options.ts";
import { twoOnAFloor } from "../../support/two-on-a-floor.ts";

const NOW_MS = Date.UTC(2026, 2, 2, 12);

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
  const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
  for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
  const store = tableStore({ ...testOptions, calls, nowMs: () => NOW_MS });
  expect(await store.write(twoOnAFloor(NOW_MS), noDeadline)).toEqual([]);
});
afterAll(() => azurite.close());
afterEach(() => vi.unstubAllEnvs());

const printed = printedTo("log");

async function now(...words: string[]): Promise<string> {
  const asOf = ["--at", new Date(NOW_MS).toISOString(), "--format", "csv"];
  await runCommand(register, ["now", ...words, "--cloud", "azure", ...asOf]);
  return printed.text();
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
