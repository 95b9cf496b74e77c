/** Runs of `npm run local -- --keep`, as a command in another shell finds them: a file each, which goes with the run. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRunning } from "../process-running.ts";
import { UserError } from "../user-error.ts";

const RUNS_DIRECTORY = ".local/runs";
const START = "start one in this folder with npm run local -- --keep";
/** It holds the stand-ins' credentials, which open nothing else, and the run's own key. */
const OWNER_ONLY = 0o600;

export interface LocalRun {
  /** As its lake. */
  readonly name: string;
  readonly cloud: string;
  readonly pid: number;
  /** Its events are made up, and so are its maps. */
  readonly simulated?: boolean;
  /** What the cloud's commands need to reach it: endpoints, names, stand-in credentials. Theirs to read. */
  readonly access: unknown;
}

/** Answers how to take it away again. Files of runs that ended without doing so are removed. */
export async function announceRun(run: LocalRun, runs = RUNS_DIRECTORY): Promise<() => Promise<void>> {
  await mkdir(runs, { recursive: true });
  for (const { file, pid } of await runsIn(runs)) if (!isRunning(pid)) await rm(file, { force: true });
  const file = join(runs, `${run.name}.json`);
  await writeFile(file, JSON.stringify(run), { mode: OWNER_ONLY });
  return () => rm(file, { force: true });
}

/** The run of that name, else the newest that is up. A UserError where there is none. */
export async function findRun(name?: string, runs = RUNS_DIRECTORY): Promise<LocalRun> {
  const known = (await runsIn(runs)).filter((run) => name === undefined || run.name === name);
  const found = known.findLast(({ pid }) => isRunning(pid));
  if (found !== undefined) return found;
  const last = known.at(-1);
  if (last !== undefined) throw new UserError(`The local run ${last.name} has ended; ${START}.`);
  throw new UserError(
    name === undefined
      ? `No local run is up; ${START}.`
      : `No local run of that name is up; --local alone takes the newest.`,
  );
}

/** Oldest first: their names begin with the time. */
async function runsIn(runs: string): Promise<readonly (LocalRun & { readonly file: string })[]> {
  const files = (await readdir(runs).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const read = files.map(async (name) => {
    const file = join(runs, name);
    try {
      return [{ ...(JSON.parse(await readFile(file, "utf8")) as LocalRun), file }];
    } catch {
      // Taken away meanwhile, or written only in part.
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}
