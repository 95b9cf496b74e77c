import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RECORD_LIMITS } from "../../../functions/firehose-lake.ts";
import { packRows } from "../../../shared/lake/pack.ts";
import { newRow } from "../../../shared/row.ts";
import { anyRow, asKept } from "./any-row.ts";

const batch = fc.array(anyRow, { maxLength: 30 });
const limits = fc.record({ maxBytes: fc.integer({ min: 50, max: 5_000 }), maxRows: fc.integer({ min: 1, max: 10 }) });

describe("Packing rows into delivery records", () => {
  it("gives back the same rows in the same order, whatever is in them", () => {
    fc.assert(
      fc.property(batch, (rows) => {
        const { chunks, tooLarge } = packRows(rows, Buffer.byteLength, RECORD_LIMITS);
        const lines = chunks.flatMap(({ text }) => text.split("\n").slice(0, -1));
        expect(tooLarge).toEqual([]);
        expect(lines.map((line) => JSON.parse(line) as object)).toEqual(rows.map(asKept));
      }),
    );
  });

  it("has every row in exactly one chunk or rejected, and no chunk over its limits", () => {
    fc.assert(
      fc.property(batch, limits, (rows, { maxBytes, maxRows }) => {
        const { chunks, tooLarge } = packRows(rows, Buffer.byteLength, { maxBytes, maxRows });
        const places = [...chunks.flatMap(({ indexes }) => indexes), ...tooLarge.map(({ index }) => index)];
        expect(places.sort((a, b) => a - b)).toEqual([...rows.keys()]);
        for (const { text, bytes, indexes } of chunks) {
          expect(Buffer.byteLength(text)).toBe(bytes);
          expect(bytes).toBeLessThanOrEqual(maxBytes);
          expect(indexes.length).toBeLessThanOrEqual(maxRows);
          expect(text.split("\n").length - 1).toBe(indexes.length);
          expect(text.endsWith("\n")).toBe(true);
        }
      }),
    );
  });

  it("rejects a row that no delivery record can hold, and packs its neighbours", () => {
    const rows = ["a", "b", "c"].map((uid) => newRow(uid, "TYPE", 1, 2, "core/1"));
    if (rows[1] !== undefined) rows[1].payload = "x".repeat(RECORD_LIMITS.maxBytes);
    const { chunks, tooLarge } = packRows(rows, Buffer.byteLength, RECORD_LIMITS);
    expect(tooLarge).toMatchObject([{ index: 1, rejection: { stage: "write", code: "item-too-large" } }]);
    expect(chunks.map(({ indexes }) => indexes)).toEqual([[0, 2]]);
  });

  it("leaves out a value its column cannot hold, so that the row itself is not lost in the conversion", () => {
    const refused = { people_count: 2 ** 31, x: Number.NaN, dwell_minutes: 1.5, entered_at: 1e15, exited_at: -1 };
    const row = { ...newRow("a", "TYPE", 1, 2, "core/1"), ...refused };
    const [chunk] = packRows([row], Buffer.byteLength, RECORD_LIMITS).chunks;
    const line = JSON.parse(chunk?.text ?? "") as object;
    expect(line).toMatchObject({ record_uid: "a", occurred_at: 1 });
    for (const name of Object.keys(refused)) expect(line).not.toHaveProperty(name);
  });
});
