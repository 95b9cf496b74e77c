/** A small run of what `npm run bench:oracle` does with half a million events. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lakeAgainstOracle } from "../../bench/lake-against-oracle.ts";

const TIMEOUT_MS = 300_000;

describe("events through both channels, one in twenty of them twice, compacted twice", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "lake-oracle-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("give what plain arrays give, to every named query, in both forms of the lake", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const { events, landedRows, pushes, lines, wrong } = await lakeAgainstOracle(
      { events: 2_400, days: 2 },
      directory,
      () => undefined,
    );
    expect(wrong).toEqual([]);
    expect(pushes).toBe(2_520);
    expect(landedRows).toBeGreaterThan(2 * events * 1.04);
    expect(Object.entries(lines).filter(([, count]) => count === 0)).toEqual([]);
  });
});
