import { describe, expect, it } from "vitest";
import type { RowJson } from "../../../../console/api.ts";
import { added, buildingsOf } from "../../../../console/page/building/places/places-tree.ts";
import { measuredSeries } from "../../../../console/page/building/subject/measured-series.ts";
import { pathOn } from "../../../../console/page/building/subject/path.ts";
import { samplePlaces } from "../../../support/sample-floor.ts";

/** The newest is the first, as the server gives them. */
const rows = (...newestLast: readonly RowJson[]) =>
  newestLast.map((row, at) => ({ occurred_at: at * 1_000, floor_id: "floor", ...row })).toReversed();

describe("the path of a history", () => {
  it("goes from the oldest to the newest, on this floor only", () => {
    const history = rows({ x: 1, y: 1 }, { x: 9, y: 9, floor_id: "other" }, { x: 2, y: 2 }, { presence: "active" });
    expect(pathOn("floor", history)).toEqual([
      { xFt: 1, yFt: 1, atMs: 0 },
      { xFt: 2, yFt: 2, atMs: 2_000 },
    ]);
  });

  it("has one point for as long as one stands still, the last moment of it", () => {
    expect(pathOn("floor", rows({ x: 1, y: 1 }, { x: 1, y: 1 }, { x: 1, y: 1 }))).toEqual([
      { xFt: 1, yFt: 1, atMs: 2_000 },
    ]);
  });
});

describe("what was measured", () => {
  it("is a series by name, the oldest first, and what people feel before what devices keep", () => {
    const history = rows(
      { measurements: { battery_pct: 90, temperature_c: 20, sequence_num: 4 } },
      { measurements: { battery_pct: 89, temperature_c: 21, sequence_num: 5 } },
    );
    expect(measuredSeries(history)).toEqual([
      { name: "temperature_c", xs: [0, 1_000], values: [20, 21] },
      { name: "battery_pct", xs: [0, 1_000], values: [90, 89] },
    ]);
  });

  it("is no series of one point", () => {
    expect(measuredSeries(rows({ measurements: { co2_ppm: 400 } }))).toEqual([]);
  });

  it("has one value for a moment, the last that was told", () => {
    const at = { occurred_at: 5_000 };
    const history = rows(
      { measurements: { co2_ppm: 1 } },
      { ...at, measurements: { co2_ppm: 2 } },
      { ...at, measurements: { co2_ppm: 3 } },
    );
    expect(measuredSeries(history)[0]).toMatchObject({ xs: [0, 5_000], values: [1, 3] });
  });
});

describe("the tree of places", () => {
  it("has the highest floor on top, and adds up what is below", () => {
    const [first] = buildingsOf(samplePlaces);
    expect(first?.floors.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    expect(first?.devices).toBe(first?.floors.reduce((sum, { devices }) => sum + devices, 0));
  });

  it("adds no people where no camera is", () => {
    const line = { devices: 1, users: 1, sensors: 0 };
    expect(added([line, line])).toEqual({ devices: 2, users: 2, sensors: 0 });
    expect(added([line, { ...line, people: 0 }])).toMatchObject({ people: 0 });
  });
});
