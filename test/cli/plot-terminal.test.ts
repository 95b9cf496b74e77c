import { describe, expect, it } from "vitest";
import { plotInTerminal } from "../../cli/plot-terminal.ts";

const line = { kind: "line", x: ["at"], y: ["devices"], series: ["floor"] } as const;
const bar = { kind: "bar", x: ["name"], y: ["devices"] } as const;

function series(...names: string[]) {
  const rows = names.flatMap((name, place) =>
    [9, 10, 11].map((hour) => [`2026-03-01 ${String(hour).padStart(2, "0")}:00:00`, name, hour * (place + 1)] as const),
  );
  return { columns: ["at", "floor", "devices"], rows };
}

describe("a chart in the terminal", () => {
  it("gives each series a chart of its own where there are no colours to tell them apart", () => {
    const text = plotInTerminal(series("one", "two"), line, { coloured: false });
    expect(text.match(/▲/g)).toHaveLength(2);
    expect(text).toContain("█ one");
    expect(text).toContain("█ two");
    expect(text).toContain("2026-03-01 09:00");
  });

  it("draws them into one chart with colours", () => {
    const text = plotInTerminal(series("one", "two"), line, { coloured: true });
    expect(text.match(/▲/g)).toHaveLength(1);
    expect(text).toContain("\u001b[");
  });

  it("says how many series it leaves out", () => {
    const text = plotInTerminal(series("a", "b", "c", "d", "e", "f", "g"), line, { coloured: true });
    expect(text).toContain("2 more, with smaller sums, are not drawn.");
  });

  it("draws bars in proportion from zero, and none for nothing", () => {
    const answer = {
      columns: ["name", "devices"],
      rows: [
        ["all", 40],
        ["half", 20],
        ["few", 1],
        ["none", 0],
      ],
    } as const;
    const lengths = plotInTerminal(answer, bar, { coloured: false, cells: 100 })
      .split("\n")
      .map((row) => (row.match(/█/g) ?? []).length);
    expect(lengths).toEqual([42, 21, 1, 0]);
  });

  it("stays within the terminal's width", () => {
    for (const cells of [60, 80, 140]) {
      const text = plotInTerminal(series("one"), line, { coloured: false, cells });
      expect(Math.max(...text.split("\n").map((row) => [...row].length))).toBeLessThanOrEqual(cells);
    }
  });

  it("stays within it with bars whose names are long", () => {
    const rows = [
      ["Building 2 / Floor 2 / Lobby · ".repeat(4), 123_456.7],
      ["near", 1],
    ] as const;
    for (const cells of [40, 80, 140]) {
      const text = plotInTerminal({ columns: ["name", "devices"], rows }, bar, { coloured: false, cells });
      expect(Math.max(...text.split("\n").map((row) => [...row].length))).toBeLessThanOrEqual(cells);
      expect(text).toMatch(/^ *Building 2 .*… +123500 +█+ *\n *near +1 +█ *$/);
    }
  });

  it("lets no event smuggle a terminal command into it", () => {
    const answer = { columns: ["name", "devices"], rows: [["a\u001b[31mb", 1]] } as const;
    expect(plotInTerminal(answer, bar, { coloured: false })).not.toContain("\u001b");
    expect(plotInTerminal(series("a\u001b[31mb"), line, { coloured: false })).not.toContain("\u001b");
  });

  it("says so where there is nothing to draw", () => {
    expect(plotInTerminal({ columns: ["name", "devices"], rows: [["a", null]] }, bar, { coloured: false })).toBe(
      "Nothing to draw: the answer has no numbers.",
    );
  });

  it("draws a point as well as a hundred thousand, and what is below zero", () => {
    const many = Array.from({ length: 150_000 }, (_, place) => [place, place % 100] as const);
    const drawn = (...rows: (readonly [number, number])[]) =>
      plotInTerminal(
        { columns: ["at", "devices"], rows },
        { kind: "line", x: ["at"], y: ["devices"] },
        { coloured: false },
      );
    for (const text of [drawn([5, 7]), drawn([5, -7], [6, -3]), drawn(...many.slice(0, 1)), drawn([1, 0], [1, 0])])
      expect(text).toContain("▲");
    expect(
      plotInTerminal(
        { columns: ["at", "devices"], rows: many },
        { kind: "line", x: ["at"], y: ["devices"] },
        { coloured: false },
      ),
    ).toContain("▲");
  });
});
