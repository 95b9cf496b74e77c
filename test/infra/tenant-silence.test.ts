/** Tenants that fall silent: who counts, what a look reads and costs, and what the function may and says. */
import { readFileSync } from "node:fs";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DEFAULT_REGION, pricesOf } from "../../cli/cost-prices.ts";
import { simulate } from "../../cli/simulator/simulate.ts";
import type { Item } from "../../functions/dynamodb/item.ts";
import { itemBytes } from "../../functions/dynamodb/item-bytes.ts";
import { hoursBetweenLooks } from "../../infra/constructs/tenant-silence-check.ts";
import { lookAtTenants } from "../../infra/tenant-silence/look.ts";
import { GONE_AFTER_HOURS, hear, type LastHeard, silentTenants } from "../../infra/tenant-silence/tenant-silence.ts";
import type { TableNames } from "../../local/aws/stand-ins/dynamodb/dynamodb.ts";
import { noDeadline } from "../../shared/batch/deadline.ts";
import { rowOf } from "../support/core.ts";
import { createTables, scan, startDatabase, storeOn, type TestDatabase } from "../support/dynamodb.ts";
import { locationUpdate } from "../support/events.ts";
import { deployment, resourcesOf, variants } from "./deployment.ts";
import { resolveValue } from "./policy.ts";
import { arnIn, identity, REGION } from "./simulate.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 0, 31);
const watched = "kinesis, production, everything watched";
const provisioned = "kinesis, provisioned tables, recovery of all";
const hoursAgo = (hours: number) => NOW_MS - hours * HOUR_MS;

/** As the state table has it, projected. */
function item(tenant: string, hours: number, subject = "1"): Item {
  return { pk: { S: `${tenant}#device#${subject}` }, received_at: { N: String(hoursAgo(hours)) } };
}

function silent(items: readonly Item[], silenceHours = 24): number {
  const lastHeard: LastHeard = new Map();
  hear(lastHeard, items);
  return silentTenants(lastHeard, NOW_MS, silenceHours);
}

describe("a tenant", () => {
  it("is silent when the newest of all its items is as old as the configured hours", () => {
    expect(silent([item("a", 24), item("b", 23.9)])).toBe(1);
    expect(silent([item("a", 100, "1"), item("a", 1, "2"), item("b", 2)])).toBe(0);
  });

  it("is gone, and rings no more, after 30 days", () => {
    expect(silent([item("a", GONE_AFTER_HOURS)])).toBe(1);
    expect(silent([item("a", GONE_AFTER_HOURS + 1)])).toBe(0);
  });

  it("is told from every other, whatever is in its name, and may have none", () => {
    expect(silent([item("-", 30), item("%2D", 30), item("a%23b", 30), item("a", 1)])).toBe(3);
  });

  it("counts the same in whichever order and pages its items come", () => {
    const items = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.integer({ min: 0, max: 60 })));
    fc.assert(
      fc.property(items, fc.nat(50), (seen, cut) => {
        const all = seen.map(([tenant, hours], subject) => item(tenant, hours, String(subject)));
        const lastHeard: LastHeard = new Map();
        for (const page of [all.slice(cut), all.slice(0, cut)]) hear(lastHeard, page.toReversed());
        expect(silentTenants(lastHeard, NOW_MS, 24)).toBe(silent(all));
        const newest = [...Map.groupBy(seen, ([tenant]) => tenant).values()].map((of) =>
          Math.min(...of.map(([, hours]) => hours)),
        );
        expect(silent(all)).toBe(newest.filter((hours) => hours >= 24).length);
      }),
    );
  });
});

let database: TestDatabase;
let tables: TableNames;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tables = await createTables(database.client);
});

/** A device of each tenant, heard of so many hours ago, by the store that writes the table. */
async function heard(tenants: Readonly<Record<string, number>>): Promise<void> {
  const rows = Object.entries(tenants).map(([spacesTenantId, hours]) => ({
    ...rowOf(locationUpdate({ spacesTenantId, recordUid: spacesTenantId })),
    received_at: hoursAgo(hours),
  }));
  expect(await storeOn(database.client, tables).write(rows, noDeadline)).toEqual([]);
}

describe("a look", () => {
  it("reads every page, waiting after each but the last for what it used", async () => {
    await heard({ a: 1, b: 30, c: 50 });
    const waits: number[] = [];
    const lastHeard = await lookAtTenants({
      scan: (input) => database.client.send(new ScanCommand({ ...input, Limit: 1 })),
      table: tables.state,
      pace: async (units) => void waits.push(units),
    });
    expect(Object.fromEntries(lastHeard)).toEqual({ a: hoursAgo(1), b: hoursAgo(30), c: hoursAgo(50) });
    expect(waits.length).toBeGreaterThanOrEqual(2);
    expect(new Set(waits)).toEqual(new Set([0.5]));
  });

  it("comes often enough to tell a silence at most a quarter late, and twice in the longest period of an alarm", () => {
    for (let hours = 1; hours <= 336; hours++) {
      const between = hoursBetweenLooks(hours);
      expect(between).toBeLessThanOrEqual(Math.max(1, Math.ceil(hours / 4)));
      expect(2 * between).toBeLessThanOrEqual(24);
    }
    expect(hoursBetweenLooks(24)).toBe(6);
  });
});

describe("the price of a look", () => {
  /** The mean of simulated events. */
  const ITEM_BYTES = 670;

  it("is that of reading the state once, a unit for 8 KB, as docs/cost.md has it", async () => {
    const events = simulate({ events: 1_000, seed: 1, startMs: NOW_MS, eventsPerSecond: 30 });
    const rows = [...events].map((event) => rowOf(event));
    expect(await storeOn(database.client, tables).write(rows, noDeadline)).toEqual([]);
    const items = await scan(database.client, tables.state);
    const mean = items.reduce((sum, found) => sum + itemBytes(found), 0) / items.length;
    expect(Math.abs(mean / ITEM_BYTES - 1)).toBeLessThan(0.03);

    const units = (1e6 * ITEM_BYTES) / 8_192;
    const usd = (units / 1e6) * pricesOf(DEFAULT_REGION).dynamoMillionReadUnits;
    const looks = (30 * 24) / hoursBetweenLooks(24);
    expect(readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8")).toContain(
      `a million items are ${Math.round(units / 1_000)},000 read units, ${usd.toFixed(2)} USD; of 24 hours that is ${(looks * usd).toFixed(2)} a month`,
    );
  }, 120_000);
});

const checkOf = (name: string) =>
  Object.values(deployment(name).templates.get("operations")?.Resources ?? {}).find(
    ({ Type, Properties }) =>
      Type === "AWS::Lambda::Function" && String(Properties.FunctionName).endsWith("-tenant-silence"),
  );

function environmentOf(name: string): Readonly<Record<string, string>> {
  const found = checkOf(name)?.Properties.Environment as { Variables: Readonly<Record<string, unknown>> } | undefined;
  return Object.fromEntries(
    Object.entries(found?.Variables ?? {}).map(([key, value]) => [
      key,
      resolveValue(deployment(name), "operations", value),
    ]),
  );
}

describe("the function", () => {
  const printed: string[] = [];
  afterAll(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  it("says how many are silent in the metric that the alarm reads, and names none", async () => {
    await heard({ "tenant-of-eve": 1, "tenant-of-ada": 24, "tenant-of-bob": 50, gone: 1_000 });
    const environment = {
      ...environmentOf(watched),
      STATE_TABLE: tables.state,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.useFakeTimers({ toFake: ["Date"], now: NOW_MS });
    vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
    const { handler } = await import("../../infra/tenant-silence/handler.ts");
    await handler();
    vi.mocked(process.stdout.write).mockRestore();

    const [line = "", ...others] = printed;
    expect(others).toEqual([]);
    const said = JSON.parse(line);
    const [alarm] = resourcesOf(deployment(watched), "AWS::CloudWatch::Alarm").filter(({ Properties }) =>
      String(Properties.AlarmName).endsWith("-tenant-silence"),
    );
    const { Namespace, MetricName, Dimensions, Period, TreatMissingData, Threshold } = alarm?.Properties ?? {};
    expect(said._aws.CloudWatchMetrics).toEqual([
      { Namespace, Dimensions: [["stage"]], Metrics: [{ Name: MetricName, Unit: "Count" }] },
    ]);
    expect(Dimensions).toEqual([{ Name: "stage", Value: said.stage }]);
    expect(said[String(MetricName)]).toBe(2);
    expect(line).not.toMatch(/ada|bob|eve|gone/);
    expect({ Threshold, TreatMissingData, Period }).toEqual({
      Threshold: 0,
      TreatMissingData: "breaching",
      Period: 2 * 6 * 3_600,
    });
  });

  it("may read the state table, whole, and do nothing else", async () => {
    const found = deployment(watched);
    const may = identity(found, "operations", "Role", "TenantSilenceFunction");
    const table = (id: string) => arnIn(found, "event-store", "AWS::DynamoDB::GlobalTable", id);
    expect(await may("dynamodb:Scan", table("State"))).toBe(true);
    for (const action of ["dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"])
      expect(await may(action, table("State"))).toBe(false);
    for (const other of ["Events", "Places"]) expect(await may("dynamodb:Scan", table(other))).toBe(false);
    const key = arnIn(found, "event-store", "AWS::KMS::Key", "Key");
    const through = (service: string) => ({ "kms:ViaService": `${service}.${REGION}.amazonaws.com` });
    expect(await may("kms:Decrypt", key, through("dynamodb"))).toBe(true);
    expect(await may("kms:Decrypt", key, through("s3"))).toBe(false);
    expect(await may("kms:Encrypt", key, through("dynamodb"))).toBe(false);
  });

  it("is not there unless it is asked for", () => {
    expect(Object.keys(variants).filter((name) => checkOf(name) !== undefined)).toEqual([provisioned, watched]);
  });

  it("leaves half of the reads that the table has for certain to the processor", () => {
    expect(environmentOf(provisioned)).toMatchObject({ READ_UNITS_PER_SECOND: "100" });
    expect(environmentOf(watched)).not.toHaveProperty("READ_UNITS_PER_SECOND");
  });
});
