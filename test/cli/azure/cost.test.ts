/** `spaces cost --cloud azure`: the arithmetic by hand, the promise of the stores' cost, what it rests on. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tableAccount } from "../../../azure/storage.ts";
import type { TableCalls } from "../../../azure/tables/calls.ts";
import { tableCalls } from "../../../azure/tables/sdk-calls.ts";
import { BY_PLACE_TABLE, PLACES_TABLE, STATE_TABLE } from "../../../azure/tables/tables.ts";
import { azureTableCalls, measured } from "../../../bench/azure-table-calls.ts";
import { simulatedRows } from "../../../bench/simulated-rows.ts";
import { tablesInMemory } from "../../../bench/tables-in-memory.ts";
import { callsByBatchSeconds, HISTORY_ENTITY_BYTES } from "../../../cli/azure/cost-measured.ts";
import { azureBill, FREQUENT_LOG_ALERTS, LOG_ALERTS, storesUsd } from "../../../cli/azure/cost-model.ts";
import { prices, uncheckedPrices } from "../../../cli/azure/cost-prices.ts";
import { register } from "../../../cli/cost.ts";
import { rowLandingBytes, rowSnappyBytes } from "../../../cli/cost-measured.ts";
import { millionsOf, totalOf } from "../../../cli/cost-model.ts";
import { type Azurite, startAzurite } from "../../../local/azure/azurite.ts";
import { noDeadline } from "../../../shared/batch/deadline.ts";
import { runCommand } from "../../support/command.ts";
import { printedTo } from "../../support/printed.ts";
import { configurationIn } from "../../support/terraform/configuration.ts";

const input = { eventsPerSecond: 100, encoding: "json", historyDays: 30, payload: "keep" } as const;
const usd = (name: RegExp, change = {}) =>
  azureBill({ ...input, ...change }).find((line) => name.test(line.name))?.usd ?? Number.NaN;

describe("the bill of 100 events/s on Azure, 262.8 million a month", () => {
  it("has the hours of one throughput unit, and two where events are more than one takes", () => {
    expect(usd(/Event Hubs/)).toBeCloseTo(730 * 0.03 + 262.8 * 0.028, 2);
    expect(usd(/Event Hubs/, { eventsPerSecond: 1_000 })).toBeCloseTo(2 * 730 * 0.03 + 2_628 * 0.028, 2);
  });

  it("has every call of the tables, and the history of half a month more than asked for", () => {
    const [, [, calls]] = callsByBatchSeconds as [[number, number], [number, number]];
    expect(usd(/Table Storage calls/)).toBeCloseTo(((262.8e6 * calls) / 1e4) * 0.00036, 1);
    const gb = (100 * 86_400 * 45 * HISTORY_ENTITY_BYTES) / 1024 ** 3;
    expect(usd(/Table Storage, history/)).toBeCloseTo(gb * 0.045, 2);
  });

  it.each([10, 100, 1_000, 4_000])(
    "costs at most 0.25 USD of stores a million events at %d events/s",
    (eventsPerSecond) => {
      const { calls, storage } = storesUsd({ ...input, eventsPerSecond });
      expect((calls + storage) / millionsOf({ eventsPerSecond })).toBeLessThanOrEqual(0.25);
    },
  );

  it("keeps a year of compacted rows, and landing's files for the fourteen days they are there", () => {
    const gb =
      (262.8e6 * 12 * rowSnappyBytes[input.payload] + 8.64e6 * 14 * rowLandingBytes[input.payload]) / 1024 ** 3;
    expect(usd(/first year/)).toBeCloseTo(gb * 0.018, 2);
  });

  it("costs less a million events the more there are", () => {
    const perMillion = (eventsPerSecond: number) =>
      totalOf(azureBill({ ...input, eventsPerSecond })).usd / millionsOf({ eventsPerSecond });
    expect(perMillion(10)).toBeGreaterThan(perMillion(100));
    expect(perMillion(100)).toBeGreaterThan(perMillion(1_000));
  });
});

describe("what the model rests on", () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  });
  afterAll(() => azurite.close());

  it.each([
    [1_000, 8],
    [100, 30],
  ])("are the calls the store makes at %d events/s", async (eventsPerSecond, windowSeconds) => {
    const { seconds, ...batching } = measured.find(
      (each) => each.eventsPerSecond === eventsPerSecond,
    ) as (typeof measured)[0];
    expect(batching.windowSeconds).toBe(windowSeconds);
    const rows = simulatedRows({ eventsPerSecond, seconds });
    const counted = await azureTableCalls(rows, tablesInMemory(), { partitions: 8, ...batching });
    expect(counted.callsPerEvent).toBeCloseTo(new Map(callsByBatchSeconds).get(windowSeconds) ?? 0, 2);
    expect(Math.abs(counted.historyBytes / HISTORY_ENTITY_BYTES - 1)).toBeLessThan(0.03);
  });

  it("are as many on a real engine", async () => {
    const calls = tableCalls(tableAccount(azurite.tableEndpoint, azurite));
    for (const table of [STATE_TABLE, BY_PLACE_TABLE, PLACES_TABLE]) await calls.createTable(table, noDeadline);
    const batching = { partitions: 4, windowSeconds: 2, warmUpSeconds: 2 };
    const counts = async (on: TableCalls) => {
      const { cpuSecondsPerEvent: _, ...rest } = await azureTableCalls(
        simulatedRows({ eventsPerSecond: 50, seconds: 8 }),
        on,
        batching,
      );
      return rest;
    };
    expect(await counts(calls)).toEqual(await counts(tablesInMemory()));
  });

  it("are prices each with a source, and those nobody checked are named", () => {
    for (const { usd: price, source } of Object.values(prices)) {
      expect(price).toBeGreaterThan(0);
      expect(source).toMatch(/^https:\/\//);
    }
    expect(uncheckedPrices).toEqual(["blobTenThousandWrites", "blobTenThousandReads", "logsInGb"]);
  });

  it("are as many alerts as are deployed, and tables with the key that costs nothing", async () => {
    const { locals, resources } = await configurationIn(new URL("../../../azure/infra/", import.meta.url));
    const every = Object.values(locals.log_alerts as Record<string, { every: string }>).map((alert) => alert.every);
    expect(every).toHaveLength(LOG_ALERTS);
    expect(every.filter((span) => span === "PT5M")).toHaveLength(FREQUENT_LOG_ALERTS);
    expect(resources["azurerm_storage_account.tables"]).not.toHaveProperty("table_encryption_key_type");
  });
});

describe("spaces cost --cloud azure", () => {
  const printed = printedTo("log");

  const run = (...words: string[]) =>
    runCommand(register, ["cost", "--events-per-second", "100", "--cloud", "azure", ...words]);

  it("prints every line, their sum and which prices are unchecked", async () => {
    await run();
    for (const { name } of azureBill(input)) expect(printed.text()).toContain(name);
    expect(printed.text()).toContain(totalOf(azureBill(input)).usd.toFixed(2));
    expect(printed.text()).toContain("Nobody has checked these: blobTenThousandWrites");
  });

  it("is one line of JSON for scripts", async () => {
    await run("--json");
    expect(JSON.parse(printed.text())).toMatchObject({
      eventsPerSecond: 100,
      perMillionEvents: { storesUsd: expect.any(Number) },
    });
  });

  it("refuses what is said of AWS alone", async () => {
    await expect(run("--shards", "4")).rejects.toThrow("--shards cannot be said of Azure");
  });
});
