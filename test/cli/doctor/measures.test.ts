import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Arrivals, Arrived } from "../../../cli/doctor/arrivals.ts";
import {
  disorderedShare,
  lagByTenant,
  largestShare,
  recordsPerSecond,
  repeatedShare,
} from "../../../cli/doctor/measures.ts";
import { newRow } from "../../../shared/row.ts";

const arrived = (uid: string, occurredAt: number, receivedAtMs: number, tenant?: string): Arrived => ({
  row: { ...newRow(uid, "DEVICE_ENTRY", occurredAt, receivedAtMs, "test"), tenant_id: tenant },
  receivedAtMs,
});

const arbitraryRows = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 20_000 }))
    .map(([uid, atMs]) => arrived(`u${uid}`, uid * 1_000, atMs, `t${uid % 3}`)),
);

function arrivals(counts: Record<string, [number, number]>, cut: boolean): Arrivals {
  const sources = new Map(Object.entries(counts).map(([name, [records, lastMs]]) => [name, { records, lastMs }]));
  const records = [...sources.values()].reduce((sum, source) => sum + source.records, 0);
  return { span: { fromMs: 0, toMs: 10_000 }, sources, cut, records } as unknown as Arrivals;
}

describe("measures of what arrives", () => {
  it("are of everything, whatever it is", () => {
    fc.assert(
      fc.property(arbitraryRows, (rows) => {
        for (const share of [repeatedShare(rows), disorderedShare(rows)]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(lagByTenant(rows).reduce((sum, { events }) => sum + events, 0)).toBe(rows.length);
        // All of it once more: each event came before.
        if (rows.length > 0) expect(repeatedShare([...rows, ...rows])).toBeGreaterThanOrEqual(0.5);
      }),
    );
  });

  it("tell repeats from events of one id at other times", () => {
    expect(repeatedShare([arrived("a", 1, 5), arrived("a", 1, 6), arrived("a", 2, 7), arrived("b", 1, 8)])).toBe(0.25);
  });

  it("count what is older than what came before, and not what follows in order", () => {
    expect(disorderedShare([arrived("a", 1, 5), arrived("b", 3, 6), arrived("c", 2, 7), arrived("d", 4, 8)])).toBe(
      0.25,
    );
  });

  it("name the slowest tenant first, and who is ahead of time", () => {
    const rows = [arrived("a", 0, 100, "fast"), arrived("b", 0, 9_000, "slow"), arrived("c", 9_000, 0)];
    expect(lagByTenant(rows).map(({ tenant, medianMs }) => [tenant, medianMs])).toEqual([
      ["slow", 9_000],
      ["fast", 100],
      ["-", -9_000],
    ]);
  });

  it("know the rate of a look that was cut from the time that was looked at", () => {
    expect(recordsPerSecond(arrivals({ a: [100, 9_000], b: [50, 5_000] }, false))).toBe(15);
    expect(recordsPerSecond(arrivals({ a: [100, 1_000], b: [50, 2_000] }, true))).toBe(125);
  });

  it("know what share the fullest shard has", () => {
    expect(largestShare(arrivals({ a: [90, 0], b: [10, 0] }, false))).toBe(0.9);
    expect(largestShare(arrivals({ a: [0, 0] }, false))).toBe(0);
  });
});
