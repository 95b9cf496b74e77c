import { describe, expect, it } from "vitest";
import { namedQueries } from "../../../functions/athena/queries.ts";
import { drawingOf } from "../../../shared/lake/chart.ts";

const occupancy = {
  columns: ["hour_start", "floor", "devices", "users"],
  rows: [
    ["2026-03-01 09:00:00", "one", 3, 1],
    ["2026-03-01 10:00:00", "one", 5, null],
    ["2026-03-01 09:00:00", "two", 8, 2],
  ],
} as const;

describe("what is drawn of an answer", () => {
  it("is a series for each value that tells them apart, over moments in order of the rows", () => {
    const drawing = drawingOf(occupancy, { kind: "line", x: ["hour_start"], y: ["devices"], series: ["floor"] }, 5);
    const nine = Date.parse("2026-03-01T09:00:00Z");
    expect(drawing).toEqual({
      xIs: "moment",
      series: [
        {
          name: "one",
          points: [
            { x: nine, y: 3 },
            { x: nine + 3_600_000, y: 5 },
          ],
        },
        { name: "two", points: [{ x: nine, y: 8 }] },
      ],
      leftOut: 0,
    });
  });

  it("is a series for each measure where there are several, and leaves out what has no number", () => {
    const { series } = drawingOf(occupancy, { kind: "line", x: ["hour_start"], y: ["devices", "users"] }, 5);
    expect(series.map(({ name, points }) => [name, points.length])).toEqual([
      ["devices", 3],
      ["users", 2],
    ]);
  });

  it("keeps the series with the highest sums where they are too many, and counts the others", () => {
    const chart = { kind: "line", x: ["hour_start"], y: ["devices"], series: ["floor"] } as const;
    const { series, leftOut } = drawingOf(occupancy, chart, 1);
    expect(series.map(({ name }) => name)).toEqual(["one"]);
    expect(leftOut).toBe(1);
  });

  it("names a bar by all its columns, with a dash for one that is empty", () => {
    const answer = { columns: ["os", "maker", "devices"], rows: [["iOS", null, 2]] } as const;
    const { xIs, series } = drawingOf(answer, { kind: "bar", x: ["os", "maker"], y: ["devices"] }, 5);
    expect([xIs, series[0]?.points]).toEqual(["name", [{ x: "iOS · —", y: 2 }]]);
  });

  it("takes days and numbers along the bottom, and names whatever else", () => {
    const xIs = (...cells: (string | number)[]) =>
      drawingOf({ columns: ["x", "y"], rows: cells.map((cell) => [cell, 1]) }, { kind: "line", x: ["x"], y: ["y"] }, 1)
        .xIs;
    expect([xIs("2026-03-01"), xIs(1, 2.5), xIs("2026-03-01", "soon")]).toEqual(["moment", "number", "name"]);
  });

  it("names columns that its query has", () => {
    for (const { sql, chart } of namedQueries) {
      for (const name of [...chart.x, ...chart.y, ...(chart.series ?? [])]) {
        expect(sql.slice(sql.lastIndexOf("\nSELECT\n"))).toMatch(new RegExp(`\\b${name}\\b`));
      }
    }
  });
});
