/** `spaces cost --cloud gcp`: the arithmetic by hand, and what it rests on. */
import { describe, expect, it } from "vitest";
import { register } from "../../../cli/cost.ts";
import { millionsOf, totalOf } from "../../../cli/cost-model.ts";
import {
  assumed,
  HISTORY_UNITS_PER_EVENT,
  INDEX_UNITS_PER_EVENT,
  PLACE_UNITS_PER_EVENT,
  READ_UNITS_PER_EVENT,
  reckoned,
  rowKeptBytes,
  rowWrittenBytes,
  STATE_UNITS_PER_EVENT,
} from "../../../cli/gcp/cost-measured.ts";
import { gcpBill } from "../../../cli/gcp/cost-model.ts";
import { prices, uncheckedPrices } from "../../../cli/gcp/cost-prices.ts";
import { infra } from "../../gcp/infra-files.ts";
import { runCommand } from "../../support/command.ts";
import { printedTo } from "../../support/printed.ts";

const input = { eventsPerSecond: 100, encoding: "json", historyDays: 30, payload: "keep" } as const;
const usd = (name: RegExp, change = {}) =>
  gcpBill({ ...input, ...change }).find((line) => name.test(line.name))?.usd ?? Number.NaN;

describe("the bill of 100 events/s on Google Cloud, 262.8 million a month", () => {
  it("has each message in and out, and a thousand bytes of one that is shorter", () => {
    expect(usd(/in and pushed out/)).toBeCloseTo(((262.8e6 * 1_952 * 2) / 1024 ** 4) * 40, 2);
    expect(usd(/in and pushed out/, { encoding: "protobuf" })).toBeCloseTo(((262.8e6 * 1_000 * 2) / 1024 ** 4) * 40, 2);
  });

  it("has a request for each event, however many are gathered", () => {
    expect(usd(/a request an event/)).toBeCloseTo(262.8 * 0.4, 2);
  });

  it("has an instance's seconds while a request is under way, and never more than there are", () => {
    const month = (instances: number) => instances * 2_628_000 * (0.000024 + 0.0000025);
    expect(usd(/instances/)).toBeCloseTo(month(1), 2);
    expect(usd(/instances/, { eventsPerSecond: 700 })).toBeCloseTo(month(2), 2);
    expect(usd(/instances/, { eventsPerSecond: 1 })).toBeCloseTo(month(1 - Math.exp(-0.15)), 2);
  });

  it("has every unit of Firestore, and what expires once more", () => {
    const writes = 2 * HISTORY_UNITS_PER_EVENT + STATE_UNITS_PER_EVENT + INDEX_UNITS_PER_EVENT + PLACE_UNITS_PER_EVENT;
    expect(usd(/Firestore units/)).toBeCloseTo(262.8 * (writes * 0.26 + READ_UNITS_PER_EVENT * 0.05), 1);
  });

  it("has what goes into the lake, and what the merge reads of it", () => {
    const tib = (bytes: number) => (262.8e6 * bytes) / 1024 ** 4;
    const usdOfRow = tib(rowWrittenBytes.keep) * 25 + tib(rowKeptBytes.keep) * 2.5 * 6.25;
    expect(usd(/merged daily/)).toBeCloseTo(usdOfRow, 2);
  });

  it("has a year of the lake, of which nine months have aged", () => {
    const month = (262.8e6 * rowKeptBytes.keep) / 1024 ** 3;
    const arrived = (100 * 86_400 * 14 * rowKeptBytes.keep) / 1024 ** 3;
    expect(usd(/first year/)).toBeCloseTo((arrived + 3 * month) * 0.02 + 9 * month * 0.01, 2);
  });

  it("costs less a million events the more there are", () => {
    const perMillion = (eventsPerSecond: number) =>
      totalOf(gcpBill({ ...input, eventsPerSecond })).usd / millionsOf({ eventsPerSecond });
    expect(perMillion(1)).toBeGreaterThan(perMillion(10));
    expect(perMillion(10)).toBeGreaterThan(perMillion(100));
    expect(perMillion(100)).toBeGreaterThan(perMillion(1_000));
  });
});

describe("what the model rests on", () => {
  it("are prices each with a source, and those nobody checked are named", () => {
    for (const { usd: price, source } of Object.values(prices)) {
      expect(price).toBeGreaterThan(0);
      expect(source).toMatch(/^https:\/\//);
    }
    expect(uncheckedPrices).toContain("bigQueryWrittenTib");
  });

  it("are the defaults of a deployment", () => {
    const { gather_milliseconds, gather_messages, replay_days } = infra.variables;
    expect([gather_milliseconds?.default, gather_messages?.default, replay_days?.default]).toEqual([50, 200, 1]);
  });
});

describe("spaces cost --cloud gcp", () => {
  const printed = printedTo("log");

  const run = (...words: string[]) =>
    runCommand(register, ["cost", "--events-per-second", "100", "--cloud", "gcp", ...words]);

  it("prints every line, their sum, and what is unchecked or reckoned", async () => {
    await run();
    for (const { name } of gcpBill(input)) expect(printed.text()).toContain(name);
    expect(printed.text()).toContain(totalOf(gcpBill(input)).usd.toFixed(2));
    expect(printed.text()).toContain("Nobody has checked these: pubSubKeptGibMonth");
    expect(printed.text()).toContain(`Reckoned, not measured: ${reckoned.join(", ")}.`);
    for (const sentence of assumed) expect(printed.text()).toContain(sentence);
  });

  it("is one line of JSON for scripts", async () => {
    await run("--json");
    expect(JSON.parse(printed.text())).toMatchObject({
      eventsPerSecond: 100,
      perMillionEvents: { storesUsd: expect.any(Number) },
    });
  });

  it("refuses what is said of AWS alone", async () => {
    await expect(run("--shards", "4")).rejects.toThrow("--shards cannot be said of Google Cloud");
  });
});
