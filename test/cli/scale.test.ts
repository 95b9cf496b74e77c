/** How far a deployment reaches: the model's arithmetic, what it rests on measured again, and the page's table. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { simulatedRows } from "../../bench/simulated-rows.ts";
import { tableWrites } from "../../bench/table-writes.ts";
import {
  BUSIEST_PLACE_SHARE,
  BUSIEST_SUBJECT_SHARE,
  SLOT_CHANGE_INDEX_UNITS_PER_WRITE,
} from "../../cli/cost-measured.ts";
import { type CostInput, defaultInput } from "../../cli/cost-model.ts";
import { cellOf, cellsNeeded, loadOf, quotaUse, usdOf } from "../../cli/scale-model.ts";
import { scaleTable } from "../../cli/scale-table.ts";
import { placeOf, subjectOf } from "../../shared/state/keys.ts";

const at = (eventsPerSecond: number, change: Partial<CostInput> = {}): CostInput => ({
  ...defaultInput,
  ...change,
  eventsPerSecond,
});
const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

describe("how far a deployment reaches", () => {
  it("is 10,000 events/s within an account's first quotas", () => {
    expect(cellsNeeded(at(10_000))).toBe(1);
    expect(cellsNeeded(at(15_000))).toBe(2);
  });

  it("is divided among cells, until each is within what one takes", () => {
    const cells = cellsNeeded(at(50_000));
    const met = (count: number) =>
      quotaUse(cellOf(at(50_000), count)).filter(({ share, service }) => share > 1 && service !== "Data Firehose");
    expect(met(cells)).toEqual([]);
    expect(met(cells - 1)).not.toEqual([]);
  });

  it("costs as much in several cells as in one, but for what a cell has of its own", () => {
    expect(usdOf(at(50_000), 5) / usdOf(at(50_000), 1)).toBeCloseTo(1, 2);
  });

  it("needs a shard for each MB/s, or each 1,000 records/s", () => {
    expect(loadOf(at(10_000)).shards).toBe(Math.ceil((10_000 * 1_912) / 1e6));
    expect(loadOf(at(10_000, { encoding: "protobuf" })).shards).toBe(10);
  });

  it("meets Data Firehose on the Firehose channel alone: first, and sooner where AWS gives it less", () => {
    const firehose = { channel: "firehose" } as const;
    const [first] = quotaUse(at(1_000, firehose));
    expect(quotaUse(at(1_000)).filter(({ service }) => service === "Data Firehose")).toEqual([]);
    expect(first).toMatchObject({ service: "Data Firehose", share: (1_000 * 1_912) / (5 * 1024 ** 2) });
    expect(quotaUse(at(1_000, { ...firehose, region: "eu-central-1" }))[0]?.share).toBeCloseTo(
      5 * (first?.share ?? 0),
      9,
    );
  });
});

describe("the simulated events that this rests on", () => {
  /** The largest of what falls on one key, of all. */
  function busiest(keys: readonly (object | undefined)[]): number {
    const counts = new Map<string, number>();
    for (const key of keys) {
      if (key === undefined) continue;
      const text = JSON.stringify(key);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return Math.max(...counts.values()) / keys.length;
  }

  it("fall as unevenly on places and subjects as it says", () => {
    const rows = [...simulatedRows({ eventsPerSecond: 1_000, seconds: 20 })];
    expect(Math.abs(busiest(rows.map(placeOf)) / BUSIEST_PLACE_SHARE - 1)).toBeLessThan(0.2);
    expect(Math.abs(busiest(rows.map(subjectOf)) / BUSIEST_SUBJECT_SHARE - 1)).toBeLessThan(0.2);
  });

  it("change nearly every entry of the index in the first seconds of a slot", async () => {
    const rows = simulatedRows({ eventsPerSecond: 40, seconds: 305 });
    const { state } = await tableWrites(rows, { shards: 4, windowSeconds: 5, warmUpSeconds: 300 });
    expect(Math.abs(state.indexUnitsPerWrite - SLOT_CHANGE_INDEX_UNITS_PER_WRITE)).toBeLessThan(0.1);
  });

  it("take more units a write at low rates, as docs/cost.md says", async () => {
    const batching = { shards: 4, windowSeconds: 5, warmUpSeconds: 60 };
    const [low, high] = [
      await tableWrites(simulatedRows({ eventsPerSecond: 10, seconds: 360 }), batching),
      await tableWrites(simulatedRows({ eventsPerSecond: 50, seconds: 360 }), batching),
    ].map(({ state }) => state);
    expect(page("cost.md").replaceAll(/\s+/g, " ")).toContain(
      `at 10 events/s a state write takes ${low?.unitsPerWrite.toFixed(2)} units, ${low?.indexUnitsPerWrite.toFixed(2)} of them the index's, at 50 events/s ${high?.unitsPerWrite.toFixed(2)} and ${high?.indexUnitsPerWrite.toFixed(2)}`,
    );
  });
});

describe("docs/scale.md", () => {
  it("has the table of the model", () => {
    expect(page("scale.md")).toContain(scaleTable());
  });
});
