import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { register } from "../../cli/compact.ts";
import { openLake } from "../../cli/query-duckdb.ts";
import { newRow } from "../../shared/row.ts";
import { land } from "../functions/athena/landing.ts";
import { runCommand } from "../support/command.ts";

const at = Date.parse("2026-03-02T10:00:00Z");

describe("spaces compact --local", () => {
  let directory: string;
  let printed: string[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "compact-"));
    printed = [];
    vi.spyOn(console, "log").mockImplementation((text: string) => printed.push(text));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  const run = (...words: string[]) => runCommand(register, ["compact", "--local", directory, ...words]);

  it("says which days it moved, and the lake answers as before", async () => {
    const row = newRow("a", "TYPE", at, at, "spaces/0.1.0");
    await land(directory, [row, row]);
    await run("--before", "2026-03-02");
    await run("--before", "2026-03-03");
    await run("--before", "2026-03-03");
    const nothing = "No day has anything that was not moved.";
    expect(printed).toEqual([nothing, "Moved 2026-03-02.", nothing]);
    const lake = await openLake(directory);
    expect(lake.form).toBe("compacted");
    expect((await lake.sql("SELECT count(*) FROM events_latest")).rows).toEqual([[1]]);
    lake.close();
  });

  it("refuses what is no day, and a folder that is no lake", async () => {
    await expect(run("--before", "2026-02-30")).rejects.toThrow("It is a day written as yyyy-MM-dd.");
    await expect(run()).rejects.toThrow(`There are no lake files in ${directory}`);
  });
});
