import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findLake, newLake } from "../../cli/local-lakes.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));
/** No process has this id. */
const ENDED = 4_194_305;

describe("The lakes of local runs", () => {
  let lakes: string;
  beforeEach(async () => {
    lakes = await mkdtemp(join(tmpdir(), "lakes-"));
  });
  afterEach(() => rm(lakes, { recursive: true }));

  it("are a folder per run, and the newest with rows is the one that is asked", async () => {
    const [first, second] = [await newLake(at(1), lakes), await newLake(at(2), lakes)];
    expect(first.directory).not.toBe(second.directory);
    await mkdir(join(first.directory, "events"));
    expect(await findLake(undefined, lakes)).toBe(first.directory);
    await mkdir(join(second.directory, "events"));
    expect(await findLake(undefined, lakes)).toBe(second.directory);
  });

  it("are found by name, or are any folder", async () => {
    const { name, directory } = await newLake(at(1), lakes);
    expect(await findLake(name, lakes)).toBe(directory);
    expect(await findLake(lakes, lakes)).toBe(lakes);
    expect(await findLake("/nowhere", lakes)).toBe("/nowhere");
    expect(await findLake(undefined, join(lakes, "none"))).toBe(join(lakes, "none"));
  });

  it("of runs that have ended are removed but for the last three; one that is up is never touched", async () => {
    const up = await newLake(at(0), lakes);
    const ended = [1, 2, 3, 4, 5].map((minute) => `2026-03-01T10-0${minute}-00-${ENDED}`);
    for (const name of ended) await mkdir(join(lakes, name));
    const last = await newLake(at(9), lakes);
    expect((await readdir(lakes)).sort()).toEqual([up.name, ...ended.slice(2), last.name]);
  });
});
