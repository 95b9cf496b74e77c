/** How a command finds a run that another shell keeps up. */
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { announceRun, findRun } from "../../../cli/stage/local-runs.ts";

let runs: string;
beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), "runs-"));
});
afterEach(() => rm(runs, { recursive: true }));

const run = (name: string, pid = process.pid) => ({ name, cloud: "aws", pid, access: { endpoint: name } });

/** Of a process that was and is no more. */
const ended = () => spawnSync("true").pid;

describe("a local run", () => {
  it("is found while it is up, the newest first, or by its name", async () => {
    await announceRun(run("2026-03-01"), runs);
    const withdraw = await announceRun(run("2026-03-02"), runs);
    expect(await findRun(undefined, runs)).toMatchObject(run("2026-03-02"));
    expect(await findRun("2026-03-01", runs)).toMatchObject(run("2026-03-01"));
    await withdraw();
    expect(await findRun(undefined, runs)).toMatchObject(run("2026-03-01"));
  });

  it("is told of in a file that nobody else may read", async () => {
    await announceRun(run("2026-03-01"), runs);
    expect((await stat(join(runs, "2026-03-01.json"))).mode & 0o777).toBe(0o600);
  });

  it("that has ended without a word is said to have ended, and its file goes with the next", async () => {
    await announceRun(run("2026-03-01", ended()), runs);
    await expect(findRun(undefined, runs)).rejects.toThrow(
      "The local run 2026-03-01 has ended; start one in this folder with npm run local -- --keep.",
    );
    await announceRun(run("2026-03-02"), runs);
    expect(await readdir(runs)).toEqual(["2026-03-02.json"]);
  });

  it("that never was is a sentence that says how to start one", async () => {
    await expect(findRun(undefined, join(runs, "none"))).rejects.toThrow(
      "No local run is up; start one in this folder with npm run local -- --keep.",
    );
    await expect(findRun("other", runs)).rejects.toThrow(
      "No local run of that name is up; --local alone takes the newest.",
    );
  });
});
