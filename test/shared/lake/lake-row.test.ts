import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonLine } from "../../../shared/lake/json-line.ts";
import { lakeRow } from "../../../shared/lake/lake-row.ts";
import { newRow } from "../../../shared/row.ts";
import { anyRow, asKept } from "./any-row.ts";

describe("A row on its way into the lake", () => {
  it("is the same row, whatever is in it, in one line of JSON", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const line = jsonLine(row);
        expect(line.indexOf("\n")).toBe(line.length - 1);
        expect(JSON.parse(line)).toEqual(asKept(row));
        expect(JSON.parse(JSON.stringify(lakeRow(row)))).toEqual(asKept(row));
      }),
    );
  });

  it("leaves out a value its column cannot hold, so that the row itself is not lost", () => {
    const refused = { people_count: 2 ** 31, x: Number.NaN, dwell_minutes: 1.5, entered_at: 1e15, exited_at: -1 };
    const kept = lakeRow({ ...newRow("a", "TYPE", 1, 2, "core/1"), ...refused });
    expect(kept).toMatchObject({ record_uid: "a", occurred_at: 1 });
    for (const name of Object.keys(refused)) expect(kept).not.toHaveProperty(name);
  });
});
