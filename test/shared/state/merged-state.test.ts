import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { newRow, type Row } from "../../../shared/row.ts";
import {
  join,
  type MergedState,
  mergedStateOf,
  olderVersions,
  restoreState,
  rowOf,
} from "../../../shared/state/merged-state.ts";

function report(uid: string, atMs: number, columns: Partial<Row>): Row {
  return { ...newRow(uid, "IOT_TELEMETRY", atMs, 0, "test/1"), subject_kind: "sensor", subject_id: "tag", ...columns };
}

/** What a store keeps of it: all there is to tell two states apart. */
const kept = (state: MergedState) => ({ row: rowOf(state), version: state.version, older: olderVersions(state) });
const joined = (rows: readonly Row[]) => rows.map(mergedStateOf).reduce(join);

const few = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
  fc.option(fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true }), { nil: undefined });
const count = fc.option(fc.nat(9), { nil: undefined });
/** Few times and uids, so that ties are the rule; one uid and time is one event. */
const arbitraryReports = fc.uniqueArray(
  fc
    .record({
      uid: fc.constantFrom("a", "b", "é", "\u{1F600}"),
      at: fc.nat(3),
      measurements: few(["temperature_c", "battery_pct", "x"], fc.nat(9)),
      labels: few(["state", "tags"], fc.constantFrom("on", "off")),
      people_count: count,
      count_delta: count,
    })
    .map(({ uid, at, ...columns }) => report(uid, at, columns)),
  { selector: ({ record_uid, occurred_at }) => `${record_uid} ${occurred_at}`, minLength: 1, maxLength: 8 },
);

describe("joining readings", () => {
  it("ends in the same state in any order, in any groups and however often each comes", () => {
    const replayed = arbitraryReports.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
        fc.integer({ min: 1, max: rows.length * 2 - 1 }),
      ),
    );
    fc.assert(
      fc.property(replayed, ([rows, again, cut]) => {
        const grouped = join(joined(again.slice(0, cut)), joined(again.slice(cut)));
        expect(kept(grouped)).toEqual(kept(joined(rows)));
      }),
      { numRuns: 500 },
    );
  });

  it("goes on from what a store kept as from the state itself", () => {
    fc.assert(
      fc.property(arbitraryReports, arbitraryReports, (rows, later) => {
        const state = joined(rows);
        const { row, version, older } = kept(state);
        const restored = restoreState(row, version, older);
        expect(kept(restored)).toEqual({ row, version, older });
        expect(kept(join(restored, joined(later)))).toEqual(kept(join(state, joined(later))));
      }),
      { numRuns: 500 },
    );
  });

  it("takes each reading of the event that last had it, and everything else of the newest", () => {
    const state = joined([
      report("a", 1, {
        floor_id: "old floor",
        os: "old",
        people_count: 4,
        measurements: { temperature_c: 20, battery_pct: 50 },
        labels: { state: "on" },
      }),
      report("b", 2, { floor_id: "floor", active_count: 0, measurements: { temperature_c: 21 } }),
    ]);
    expect(rowOf(state)).toMatchObject({
      record_uid: "b",
      floor_id: "floor",
      os: undefined,
      people_count: 4,
      active_count: 0,
      measurements: { temperature_c: 21, battery_pct: 50 },
      labels: { state: "on" },
    });
    const a = { occurredAtMs: 1, recordUid: "a" };
    expect(olderVersions(state)).toEqual({
      "counts.people_count": a,
      "measurements.battery_pct": a,
      "labels.state": a,
    });
  });

  it.each([
    "people_count",
    "active_count",
    "inactive_count",
    "associated_count",
    "probing_count",
    "count_delta",
  ] as const)("keeps %s when a later event says nothing of it", (column) => {
    const state = joined([report("a", 1, { [column]: 3 }), report("b", 2, {})]);
    expect(rowOf(state)[column]).toBe(3);
  });

  it("answers the known state itself when an event adds nothing, so that nothing is written", () => {
    const old = mergedStateOf(
      report("a", 1, { people_count: 1, measurements: { battery_pct: 1 }, labels: { state: "on" } }),
    );
    const known = join(
      old,
      mergedStateOf(report("b", 2, { people_count: 2, measurements: { battery_pct: 2 }, labels: { state: "off" } })),
    );
    expect(join(known, old)).toBe(known);
    expect(join(known, known)).toBe(known);
  });

  it.each<[string, Partial<Row>]>([
    ["count", { people_count: 1 }],
    ["measurement", { measurements: { battery_pct: 1 } }],
    ["label", { labels: { state: "on" } }],
  ])("adds an older event's %s that the known state has not", (_, columns) => {
    const known = mergedStateOf(report("b", 2, {}));
    const after = join(known, mergedStateOf(report("a", 1, columns)));
    expect(after).not.toBe(known);
    expect(rowOf(after)).toMatchObject({ record_uid: "b", ...columns });
  });

  it("is written for a newer event without readings, too: it says when the subject was last heard", () => {
    const known = mergedStateOf(report("a", 1, { measurements: { battery_pct: 1 } }));
    expect(rowOf(join(known, mergedStateOf(report("b", 2, {}))))).toMatchObject({
      record_uid: "b",
      measurements: { battery_pct: 1 },
    });
  });

  it("has no map where no event had a reading", () => {
    const row = rowOf(mergedStateOf(report("a", 1, {})));
    expect([row.measurements, row.labels]).toEqual([undefined, undefined]);
  });
});

describe("what an item holds", () => {
  const numbers = (from: number, to: number) =>
    Object.fromEntries(
      Array.from({ length: to - from }, (_, index) => [`m${String(from + index).padStart(4, "0")}`, 1]),
    );
  const texts = (from: number, to: number) =>
    Object.fromEntries(Object.keys(numbers(from, to)).map((name) => [name, "on"]));

  it("is 200 measurements and 64 labels of one event, the first by name", () => {
    const row = rowOf(mergedStateOf(report("a", 1, { measurements: numbers(0, 250), labels: texts(0, 70) })));
    expect(Object.keys(row.measurements ?? {})).toEqual(Object.keys(numbers(0, 200)));
    expect(Object.keys(row.labels ?? {})).toEqual(Object.keys(texts(0, 64)));
    const all = rowOf(mergedStateOf(report("a", 1, { measurements: numbers(0, 200), labels: texts(0, 64) })));
    expect([all.measurements, all.labels]).toEqual([numbers(0, 200), texts(0, 64)]);
  });

  it("is the newest readings of several events, whichever came first", () => {
    const older = report("a", 1, { measurements: numbers(0, 150), labels: texts(0, 40) });
    const newer = report("b", 2, { measurements: numbers(150, 300), labels: texts(40, 80) });
    for (const rows of [
      [older, newer],
      [newer, older],
    ]) {
      const { measurements, labels } = rowOf(joined(rows));
      expect(new Set(Object.keys(measurements ?? {}))).toEqual(
        new Set([...Object.keys(numbers(0, 50)), ...Object.keys(numbers(150, 300))]),
      );
      expect(new Set(Object.keys(labels ?? {}))).toEqual(
        new Set([...Object.keys(texts(0, 24)), ...Object.keys(texts(40, 80))]),
      );
    }
  });

  it("is unchanged, and not written again, by what is too old to be kept in it", () => {
    const full = mergedStateOf(report("b", 2, { measurements: numbers(0, 200), labels: texts(0, 64) }));
    const late = mergedStateOf(report("a", 1, { measurements: numbers(200, 210), labels: texts(64, 70) }));
    expect(join(full, late)).toBe(full);
  });

  it("changes by a newer reading that takes the place of the oldest", () => {
    const full = mergedStateOf(report("b", 2, { measurements: numbers(0, 200) }));
    const after = join(full, mergedStateOf(report("a", 3, { measurements: { new: 1 } })));
    const names = Object.keys(rowOf(after).measurements ?? {});
    expect(names).toHaveLength(200);
    expect(names).toContain("new");
    expect(names).not.toContain("m0199");
  });
});
