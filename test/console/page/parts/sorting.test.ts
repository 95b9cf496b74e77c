import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatSort, nextSort, parseSort, type SortValue, sorted } from "../../../../console/page/parts/sorting.ts";

const identity = (value: SortValue) => value;

describe("a table's order", () => {
  it("counts as people do, and puts what is absent last either way", () => {
    const rows = ["Floor 10", null, "Floor 2", 3, undefined, 20];
    expect(sorted(rows, identity, false)).toEqual([3, 20, "Floor 2", "Floor 10", null, undefined]);
    expect(sorted(rows, identity, true)).toEqual(["Floor 10", "Floor 2", 20, 3, null, undefined]);
  });

  it("loses no row and leaves equal ones as they came", () => {
    const value = fc.oneof(fc.integer({ max: 3, min: 0 }), fc.constantFrom("a", "b"), fc.constant(null));
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const rows = values.map((of, place) => ({ of, place }));
        const inOrder = sorted(rows, ({ of }) => of, false);
        expect(inOrder.toSorted((one, other) => one.place - other.place)).toEqual(rows);
        for (const [place, row] of inOrder.entries()) {
          const before = inOrder[place - 1];
          if (before !== undefined && before.of === row.of) expect(before.place).toBeLessThan(row.place);
        }
      }),
    );
  });

  it("goes up, down, and back to how they came", () => {
    const up = nextSort(undefined, "a");
    const down = nextSort(up, "a");
    expect([up, down, nextSort(down, "a"), nextSort(down, "b")].map(formatSort)).toEqual(["a", "-a", "", "b"]);
    expect(parseSort(formatSort(down))).toEqual(down);
  });
});
