/** `spaces cost`: the arithmetic held against bills worked out by hand, and the command. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/cost.ts";
import { stateWritesPerEvent } from "../../cli/cost-measured.ts";
import { type CostInput, defaultInput, lakeUsd, millionsOf, monthlyBill, totalOf } from "../../cli/cost-model.ts";
import { regions } from "../../cli/cost-prices.ts";
import { quotasMet } from "../../cli/cost-quotas.ts";
import { costLines, costTable, shortCostTable } from "../../cli/cost-table.ts";

const input: CostInput = { ...defaultInput, eventsPerSecond: 100 };

function usd(name: RegExp, change: Partial<CostInput> = {}) {
  const line = monthlyBill({ ...input, ...change }).find((candidate) => name.test(candidate.name));
  if (line === undefined) throw new Error(`no line ${name}`);
  return line;
}

const total = (change: Partial<CostInput>) => totalOf(monthlyBill({ ...input, ...change })).usd;
const perMillion = (change: Partial<CostInput>) => total(change) / millionsOf({ ...input, ...change });

describe("the bill of 100 events/s, 262.8 million a month", () => {
  it("has the one write unit of a history item, and two for an event as it comes", () => {
    expect(usd(/history writes/).usd).toBeCloseTo(262.8 * 0.625, 2);
    expect(usd(/history writes/).naiveUsd).toBeCloseTo(262.8 * 0.625 * 2, 2);
  });

  it("has the stream's hours, 2 KB in and out of each event, and six further days of them", () => {
    const gb = (262.8e6 * 2_048) / 1024 ** 3;
    const days = 730 / 24;
    expect(usd(/Kinesis stream/).usd).toBeCloseTo(730 * 0.04 + gb * 0.12 + (gb / days) * 6 * 0.1, 2);
  });

  it("has a shard's hours and the puts, where shards are provisioned", () => {
    expect(usd(/Kinesis stream/, { shards: 4 }).usd).toBeCloseTo(4 * 730 * (0.015 + 0.02) + 262.8 * 0.014, 2);
  });

  it("has the hours of the units that are provisioned, used or not", () => {
    const perUnit = ((0.00065 / 3_600) * 1e6) / 0.5;
    expect(usd(/history writes/, { capacity: "provisioned", utilization: 0.5 }).usd).toBeCloseTo(262.8 * perUnit, 2);
  });

  it("has the entries of the index that change beside the state's items, however many are folded", () => {
    const writes = (seconds: number, shards: number) => stateWritesPerEvent(seconds, shards);
    const expected = (count: number) => 262.8 * ((count * 1.04 + 0.16) * 0.625 + count * 0.23 * 0.125);
    expect(usd(/state writes/).usd).toBeCloseTo(expected(writes(5, 4)), 1);
    expect(usd(/state writes/, { windowSeconds: 60, shards: 1 }).usd).toBeCloseTo(expected(writes(23.5, 1)), -1);
  });

  it("has the history's recovery only where it is asked for", () => {
    const gb = (100 * 86_400 * 30 * 655) / 1024 ** 3;
    expect(usd(/storage of/).usd).toBeCloseTo(gb * 0.25, 2);
    expect(usd(/storage of/, { historyRecovery: true }).usd).toBeCloseTo(gb * 0.45, 2);
  });

  it("has 5 KB of Data Firehose for each event that is put into it on its own", () => {
    const gb = (262.8e6 * 5_120) / 1024 ** 3;
    expect(usd(/Into the lake/).naiveUsd).toBeCloseTo(gb * 0.047, 2);
    expect(usd(/as Cisco puts/, { channel: "firehose" }).usd).toBeCloseTo(gb * 0.047, 2);
  });

  it("has a second read of the stream for the lake, a file per shard and minute, and Athena's reads of them", () => {
    const { reads, puts, compaction } = lakeUsd(input);
    expect(reads).toBeCloseTo(((262.8e6 * 2_048) / 1024 ** 3) * 0.04, 2);
    // 4 shards: 25 events/s of 1,912 B each fill no batch within a minute.
    expect(puts).toBeCloseTo((4 * 60 * 730 * 0.005) / 1_000, 2);
    expect(compaction).toBeCloseTo(((262.8e6 * 706) / 1024 ** 4) * 5, 2);
    const { usd: sum } = usd(/Into the lake/);
    expect(sum).toBeGreaterThan(reads + puts + compaction);
    expect(sum).toBeLessThan(reads + puts + compaction + 262.8 * 0.02);
  });

  it("keeps a year of compacted rows, and of landing's files fourteen days and thirty as deleted versions", () => {
    const gb = (262.8e6 * 12 * 128 + 8.64e6 * 44 * 389) / 1024 ** 3;
    expect(usd(/first year/).usd).toBeCloseTo(gb * 0.023, 2);
  });

  it("reads a provisioned stream twice for nothing", () => {
    expect(lakeUsd({ ...input, shards: 4 }).reads).toBe(0);
  });

  it("stores thirty days of history for a twelfth of a year's", () => {
    expect(usd(/storage of/, { historyDays: 360 }).usd).toBeCloseTo(12 * usd(/storage of/).usd, 2);
  });
});

describe("the model", () => {
  it("folds more the more seconds a batch spans and the fewer shards it comes from, within what was measured", () => {
    expect([1, 5, 23, 60, 300].map((seconds) => stateWritesPerEvent(seconds, 1))).toEqual([
      1.114, 1.094, 0.674, 0.299, 0.299,
    ]);
    expect(stateWritesPerEvent(23, 4)).toBe(0.97);
    expect(stateWritesPerEvent(23, 2)).toBeCloseTo((0.674 + 0.97) / 2, 6);
    expect(stateWritesPerEvent(5, 100)).toBe(1.166);
  });

  it("cannot fold for longer than a batch has room", () => {
    expect(total({ eventsPerSecond: 1_000, windowSeconds: 60 })).toBeCloseTo(
      total({ eventsPerSecond: 1_000, windowSeconds: 300 }),
      6,
    );
  });

  it("brings a million events into the lake, payload included, for 0.10 USD at 1,000 events/s", () => {
    const at = { ...input, eventsPerSecond: 1_000 };
    expect(usd(/Into the lake/, at).usd / millionsOf(at)).toBeLessThanOrEqual(0.1);
  });

  it("meets the marks at 1,000 and 100 events/s of JSON", () => {
    expect(perMillion({ eventsPerSecond: 1_000 })).toBeLessThanOrEqual(2.2);
    expect(perMillion({ eventsPerSecond: 1_000, capacity: "provisioned" })).toBeLessThanOrEqual(1.4);
    expect(perMillion({ eventsPerSecond: 100 })).toBeLessThanOrEqual(2.4);
  });

  it("never costs more than the naive design, and never less for more events", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100_000, noNaN: true }),
        fc.constantFrom("json" as const, "protobuf" as const),
        fc.constantFrom("kinesis" as const, "firehose" as const),
        (eventsPerSecond, encoding, channel) => {
          const bill = monthlyBill({ ...input, eventsPerSecond, encoding, channel });
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
    expect(printed).not.toContain("Quota");
  });

  it("takes window, shards, capacity, Region and payload", async () => {
    const flags = "--window 23 --shards 2 --capacity provisioned --utilization 50 --payload omit --region eu-central-1";
    await run("--events-per-second", "100", ...flags.split(" "), "--json");
    const change = {
      windowSeconds: 23,
      shards: 2,
      capacity: "provisioned",
      utilization: 0.5,
      payload: "omit",
    } as const;
    const bill = JSON.parse(printed);
    expect(bill).toMatchObject({ ...change, pricesNote: regions["eu-central-1"]?.note });
    expect(bill.monthly.usd).toBeCloseTo(total({ ...change, region: "eu-central-1" }), 6);
  });

  it("says of a Region whose prices it has in part that it has them in part", async () => {
    await run("--events-per-second", "10", "--region", "eu-west-1");
    expect(printed).toContain("its own prices for DynamoDB alone");
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
    [["--events-per-second", "1", "--shards", "2.5"], "It takes a whole number from 1 to 10000."],
    [["--events-per-second", "1", "--encoding", "avro"], "Allowed choices are json, protobuf"],
    [[], "--events-per-second"],
  ])("answers %j with a sentence", async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});

describe("the quotas a rate meets", () => {
  it.each([
    [{ eventsPerSecond: 100 }, []],
    [{ eventsPerSecond: 100, shards: 1 }, []],
    [{ eventsPerSecond: 1_000, shards: 1 }, [/^1 shards are too few: 1\.9 MB\/s need 2/]],
    [{ eventsPerSecond: 1_000, region: "eu-central-1" }, []],
    [
      { eventsPerSecond: 1_000, region: "eu-central-1", channel: "firehose" },
      [/^Data Firehose takes 1 MiB\/s in eu-central-1/],
    ],
    [
      { eventsPerSecond: 5_000 },
      [
        /^A new on-demand stream takes 4\.0 MB\/s/,
        /^A new on-demand table .* history needs 5,000: set tables\.onDemand\.warmWriteUnits\.$/,
        /^A new on-demand table .* state needs 6,/,
      ],
    ],
    [
      { eventsPerSecond: 150_000, capacity: "provisioned", region: "eu-central-1" },
      [/^An on-demand stream takes 200 MB\/s at most by default; these are 287\.$/, /history/, /state/],
    ],
    [
      { eventsPerSecond: 150_000, capacity: "provisioned", channel: "firehose" },
      [/^The history table needs 150,000 write units\/s; the default quota of a table is 40,000/, /state/, /Firehose/],
    ],
  ] as const)("of %j", (change, sentences) => {
    const met = quotasMet({ ...input, ...change });
    expect(met).toEqual(sentences.map((sentence) => expect.stringMatching(sentence)));
  });
});

describe("README.md", () => {
  it("has the figures of the model", () => {
    expect(readFileSync(new URL("../../README.md", import.meta.url), "utf8")).toContain(shortCostTable());
  });
});

describe("docs/cost.md", () => {
  it("says where the money goes as the model does", () => {
    const page = readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8");
    for (const line of costLines()) expect(page).toContain(line);
  });

  it("says what a lake without payloads saves", () => {
    const at = { eventsPerSecond: 1_000 };
    const saved = perMillion({ ...at, payload: "keep" }) - perMillion({ ...at, payload: "omit" });
    const page = readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8");
    expect(page).toContain(`\`lake.payload: "omit"\` | ${saved.toFixed(2)} a million less`);
  });

  it("has the table of the model", () => {
    expect(readFileSync(new URL("../../docs/cost.md", import.meta.url), "utf8")).toContain(costTable());
  });
});
