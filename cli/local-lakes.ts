/** The lakes of local runs: a folder per run, so that two side by side do not write into each other's. */
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { EVENTS_FOLDER } from "../shared/lake/table.ts";
import { isRunning } from "./process-running.ts";

const LAKES_DIRECTORY = ".local/lakes";
/** Of runs that have ended, this many lakes are kept when a new run starts. */
const KEPT_LAKES = 3;

export interface NewLake {
  /** For `spaces query --local`. */
  readonly name: string;
  readonly directory: string;
}

/** An empty folder named by time and process; removes the oldest lakes of runs that have ended. */
export async function newLake(now = new Date(), lakes = LAKES_DIRECTORY): Promise<NewLake> {
  const ended = (await namesIn(lakes)).filter((name) => !isRunning(processOf(name)));
  for (const name of ended.slice(0, -KEPT_LAKES)) await rm(join(lakes, name), { recursive: true, force: true });
  const name = `${now.toISOString().slice(0, 19).replaceAll(":", "-")}-${process.pid}`;
  const directory = join(lakes, name);
  await mkdir(directory, { recursive: true });
  return { name, directory };
}

/** A folder, or the name of a run; without one, the newest run's that has rows. */
export async function findLake(given?: string, lakes = LAKES_DIRECTORY): Promise<string> {
  if (given !== undefined) {
    const named = join(lakes, given);
    return !(await isFolder(given)) && (await isFolder(named)) ? named : given;
  }
  for (const name of (await namesIn(lakes)).toReversed())
    if (await isFolder(join(lakes, name, EVENTS_FOLDER))) return join(lakes, name);
  return lakes;
}

/** Oldest first. */
async function namesIn(lakes: string): Promise<readonly string[]> {
  const names = await readdir(lakes).catch(() => []);
  return names.filter((name) => /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d+$/.test(name)).sort();
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function processOf(name: string): number {
  return Number(name.slice(name.lastIndexOf("-") + 1));
}
