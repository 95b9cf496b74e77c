/** `spaces cost`: the arithmetic held against bills worked out by hand, and the command. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/cost.ts";
import { type CostInput, monthlyBill, stateWritesPerEvent } from "../../cli/cost-model.ts";
import { costTable } from "../../cli/cost-table.ts";

const input: CostInput = { eventsPerSecond: 100, encoding: "json", channel: "kinesis", historyDays: 30 };

function usd(name: RegExp, change: Partial<CostInput> = {}) {
  const line = monthlyBill({ ...input, ...change }).find((candidate) => name.test(candidate.name));
  if (line === undefined) throw new Error(`no line ${name}`);
  return line;
}

const total = (change: Partial<CostInput>) =>
  monthlyBill({ ...input, ...change }).reduce((sum, line) => sum + line.usd, 0);

describe("the bill of 100 events/s, 262.8 million a month", () => {
  it("has the measured write units of a history item, and two for an event as it comes", () => {
    expect(usd(/history writes/).usd).toBeCloseTo(262.8 * 0.625 * 1.95, 2);
    expect(usd(/history writes/).naiveUsd).toBeCloseTo(262.8 * 0.625 * 2, 2);
  });

  it("has the stream's hours, 2 KB in and out of each event, and six further days of them", () => {
    const gb = (262.8e6 * 2_048) / 1024 ** 3;
    const days = 730 / 24;
    expect(usd(/Kinesis stream/).usd).toBeCloseTo(730 * 0.04 + gb * 0.12 + (gb / days) * 6 * 0.1, 2);
  });

  it("has 5 KB of Data Firehose for each event on its own", () => {
    const gb = (262.8e6 * 5_120) / 1024 ** 3;
    expect(usd(/into the lake/).naiveUsd).toBeCloseTo(gb * 0.047, 2);
    expect(usd(/as Cisco puts/, { channel: "firehose" }).usd).toBeCloseTo(gb * 0.047, 2);
  });

  it("packs the lake at less than two thirds of that", () => {
    const { usd: packed, naiveUsd } = usd(/into the lake/);
    expect(packed / naiveUsd).toBeLessThan(2 / 3);
  });

  it("stores thirty days of history for a twelfth of a year's", () => {
    expect(usd(/storage of/, { historyDays: 360 }).usd).toBeCloseTo(12 * usd(/storage of/).usd, 2);
  });
});

describe("the model", () => {
  it("folds more the more seconds a batch spans, within what was measured", () => {
    const [low, high] = [expect.closeTo(1.14 * 0.97), expect.closeTo(1.14 * 0.59)];
    expect([1, 5, 23, 300].map(stateWritesPerEvent)).toEqual([low, low, high, high]);
  });

  it("never costs more than the naive design, and never less for more events", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100_000, noNaN: true }),
        fc.constantFrom("json" as const, "protobuf" as const),
        fc.constantFrom("kinesis" as const, "firehose" as const),
        (eventsPerSecond, encoding, channel) => {
          const bill = monthlyBill({ eventsPerSecond, encoding, channel, historyDays: 30 });
          for (const line of bill) {
            expect(Number.isFinite(line.usd) && line.usd >= 0).toBe(true);
            if (eventsPerSecond > 10) expect(line.usd).toBeLessThanOrEqual(line.naiveUsd * (1 + 1e-9));
          }
          expect(total({ eventsPerSecond: eventsPerSecond * 2, encoding, channel })).toBeGreaterThan(
            total({ eventsPerSecond, encoding, channel }),
          );
        },
      ),
    );
  });

  it("costs less as protobuf", () => {
    expect(total({ encoding: "protobuf" })).toBeLessThan(total({ encoding: "json" }));
  });
});

describe("spaces cost", () => {
  let printed: string;
  beforeEach(() => {
    printed = "";
    vi.spyOn(console, "log").mockImplementation((line: string) => {
      printed += `${line}\n`;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  async function run(...args: string[]): Promise<void> {
    const program = new Command("spaces").exitOverride().configureOutput({ writeErr: () => {} });
    register(program);
    await program.parseAsync(["node", "spaces", "cost", ...args]);
  }

  it("prints every line, the total, and how old the prices are", async () => {
    await run("--events-per-second", "10");
    for (const { name } of monthlyBill({ ...input, eventsPerSecond: 10 })) expect(printed).toContain(name);
    expect(printed).toContain("Total");
    expect(printed).toMatch(/us-east-1, \d{4}-\d{2}/);
  });

  it("prints one line of JSON whose totals are those of its lines", async () => {
    await run("--events-per-second", "1000", "--encoding", "protobuf", "--json");
    const bill = JSON.parse(printed);
    expect(printed.trim().split("\n")).toHaveLength(1);
    expect(bill.monthly.usd).toBeCloseTo(total({ eventsPerSecond: 1_000, encoding: "protobuf" }), 6);
    expect(bill.perMillionEvents.usd).toBeCloseTo(bill.monthly.usd / 2_628, 6);
  });

  it.each([
    [["--events-per-second", "-1"], "It is a number from 0.001 to 1000000."],
    [["--events-per-second", "many"], "It is a number from"],
    [["--events-per-second", "1", "--encoding", "avro"], "Allowed choices are json, protobuf"],
    [[], "--events-per-second"],
  ])("answers %j with a sentence", async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});

describe("docs/cost.md", () => {
  it("has the table of the model", () => {
    expect(readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8")).toContain(costTable());
  });
});
