/** What the cost model says compaction reads, measured again. */
import { expect, it } from "vitest";
import { compactionReads } from "../../bench/compaction-reads.ts";
import { batchOf, core, rowsOf } from "../../bench/core.ts";
import { corpus } from "../../bench/corpus.ts";
import { compactionReadBytes, rowCompactedBytes, rowLandingBytes } from "../../cli/cost-measured.ts";

const TIMEOUT_MS = 300_000;

it("a run of compaction reads, and leaves, as many bytes a row as the cost model has", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { json } = corpus();
  const rows = rowsOf(json, core(true));
  const { reads, columnBytes } = await compactionReads(rows, batchOf(json).length);
  const compacted = [...columnBytes.values()].reduce((sum, bytes) => sum + bytes, 0) / rows.length;
  const together = reads.landing + reads.copies + reads.rewritten;
  expect(Math.abs(together / compactionReadBytes.keep - 1)).toBeLessThan(0.1);
  expect(Math.abs(compacted / rowCompactedBytes.keep - 1)).toBeLessThan(0.1);
  // Landing whole, and on one day of seven by a second MERGE.
  expect(reads.landing / rowLandingBytes.keep).toBeGreaterThan(8 / 7 - 0.05);
  expect(reads.copies).toBeGreaterThan(5);
});
