/** The commands, one after the other, each judged by what it says and by what the tables hold afterwards. */
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { LocalRun } from "../../cli/stage/local-runs.ts";
import { itemsOf } from "./items.ts";
import { type Measured, type RunningProcess, start } from "./measured.ts";
import { writePoison, writeSimulated } from "./record-files.ts";

export interface Told {
  readonly name: string;
  readonly works: boolean;
  readonly seconds: number;
  readonly peakMiB: number | undefined;
  /** What shows it. */
  readonly says: string;
}

const DAY_MS = 86_400_000;
const SETTLE_MS = 2_000;
const REJECTED_AFTER_MS = 30_000;
const NO_ROWS = /landing: 0 rows/;
const MAX_LOOKS = 10;
const API_KEY = { SPACES_API_KEY: "of-the-bench" };

/** `put`: events that are put beside those the run has behind it; a tenth as many cannot be used. */
export async function* commandsOf(run: LocalRun, put: number, say: (text: string) => void): AsyncGenerator<Told> {
  const local = ["--local", run.name];
  const spaces = (words: readonly string[]) => start(["cli/spaces.ts", ...words], API_KEY);
  const ask = async (...words: string[]) => spaces([...words, ...local]).done;
  const [file, poison] = [`.local/operations-${run.name}.ndjson`, `.local/operations-${run.name}-poison.ndjson`];
  const lastUid = await writeSimulated(file, put, Date.now());
  await writePoison(poison, Math.ceil(put / 10));
  const startedAt = new Date(Date.now() - DAY_MS).toISOString();
  /** What is put from here on is stored anew by the replay, among all the rest. */
  const putAt = new Date().toISOString();

  yield told("doctor", await ask("doctor", "--json"), [0, 1], ({ stdout }) => verdictsOf(stdout));
  const tap = spaces(["tap", "--json", "--limit", "1000", ...local]);
  await tapped(tap);
  yield told("put FILE", await ask("put", file, "--yes", "--json"), [0], last);
  yield told("tap --limit 1000, meanwhile", await tap.done, [0], count);
  say(`the tables take what was put: ${JSON.stringify(await settled(run))}`);
  yield told("verify", await ask("verify", "--yes", "--json"), [0], ({ stdout }) => short(stdout));
  yield told("put of poison", await ask("put", poison, "--yes", "--json"), [0], last);
  await sleep(REJECTED_AFTER_MS);
  const counted = await ask("dead-letters", "list", "--json");
  yield told("dead-letters list", counted, [0], ({ stdout }) => short(stdout));
  const each = await ask("dead-letters", "list", "--each");
  yield told("dead-letters list --each", each, [0], count);
  const letter = (JSON.parse(each.stdout.trim().split("\n").at(-1) ?? "{}") as { readonly id?: string }).id ?? "";
  yield told("dead-letters show", await ask("dead-letters", "show", letter), [0], ({ stdout }) => short(stdout));
  yield told("redrive, looks only", await ask("dead-letters", "redrive", "--json"), [0], last);
  yield told("redrive", await ask("dead-letters", "redrive", "--yes", "--json"), [0], last);
  const again = await ask("dead-letters", "redrive", "--yes", "--json");
  yield told("redrive again, of nothing", again, [0], last);

  const before = await settled(run);
  yield told("replay --dry-run, of all", await ask("replay", "--from", startedAt, "--dry-run", "--json"), [0], last);
  const replay = await ask("replay", "--from", putAt, "--yes", "--json");
  const after = await settled(run);
  const replayed = told("replay, of what was put", replay, [0], last);
  yield { ...replayed, ...(!isDeepStrictEqual(before, after) && { works: false }) };
  say(`items before and after the replay: ${JSON.stringify([before, after])}`);

  const explained = await ask("explain", lastUid, "--json");
  yield told("explain UID", explained, [0], count);
  const { position = "" } = JSON.parse(explained.stdout.split("\n")[0] || "{}") as { readonly position?: string };
  if (position !== "") yield told("explain POSITION", await ask("explain", position, "--json"), [0], count);
  yield told("explain LETTER", await ask("explain", letter, "--json"), [0], count);
  yield told("explain, of nothing there", await ask("explain", "no-such-uid"), [1], ({ stderr }) => short(stderr));
  for (const question of ["zones", "floors"])
    yield told(`now ${question}`, await ask("now", question, "--format", "csv"), [0], count);
  const span = ["--from", startedAt.slice(0, 10), "--to", new Date(Date.now() + DAY_MS).toISOString().slice(0, 10)];
  for (const query of ["hourly-occupancy-by-floor", "visitors-per-day", "events-lag-and-duplicates"])
    yield told(`query ${query}`, await ask("query", query, ...span, "--format", "csv"), [0], count);

  const api = start(["cli/spaces.ts", "simulate", "--serve", "--rate", "100"], API_KEY);
  const address = new URL(await api.firstLine).origin;
  yield told("places sync", await ask("places", "sync", "--api", address, "--yes", "--json"), [0], last);
  const since = new Date(Date.now() - 5 * 60_000).toISOString();
  const to = new Date().toISOString();
  const pull = ["backfill", "--api", address, "--from", since, "--to", to, "--yes", "--json"];
  yield told("backfill", await ask(...pull), [0], last);
  api.stop();
  await api.done;
  const subject = await someSubject(run);
  const look = () => ask("forget", "--subject", subject);
  let found = await look();
  // The lake has it a few seconds later, and what landed after it was forgotten would be there again.
  for (let [looks, before] = [1, ""]; looks < MAX_LOOKS; looks++) {
    if (!NO_ROWS.test(found.stdout) && found.stdout === before) break;
    before = found.stdout;
    await sleep(SETTLE_MS);
    found = await look();
  }
  const shown = ({ stdout }: Measured) => short(stdout);
  yield { ...told("forget, looks only", found, [0], shown), ...(NO_ROWS.test(found.stdout) && { works: false }) };
  yield told("forget", await ask("forget", "--subject", subject, "--yes"), [0], shown);
  const left = await look();
  yield { ...told("forget, looks again", left, [0], shown), ...(!NO_ROWS.test(left.stdout) && { works: false }) };

  /** As `tap` names one. */
  async function someSubject({ name }: LocalRun): Promise<string> {
    const watched = spaces(["tap", "--json", "--limit", "1", "--types", "DEVICE_LOCATION_UPDATE", "--local", name]);
    await tapped(watched);
    await writeSimulated(file, 1_000, Date.now());
    await ask("put", file, "--yes");
    const { row } = JSON.parse((await watched.done).stdout || "{}") as { row?: Readonly<Record<string, string>> };
    return `${row?.subject_kind}:${row?.subject_id}`;
  }
}

function told(name: string, measured: Measured, codes: readonly number[], says: (of: Measured) => string): Told {
  const { exitCode, seconds, peakMiB } = measured;
  const works = codes.includes(exitCode ?? -1);
  return { name, works, seconds, peakMiB, says: works ? says(measured) : short(measured.stderr || measured.stdout) };
}

const SHOWN_CHARS = 300;

function short(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ").slice(0, SHOWN_CHARS);
}

function last({ stdout }: Measured): string {
  return short(stdout.trim().split("\n").at(-1) ?? "");
}

function count({ lines }: Measured): string {
  return `${lines} lines`;
}

function verdictsOf(json: string): string {
  const findings = (JSON.parse(json) as { findings?: readonly { name: string; verdict: string }[] }).findings ?? [];
  const bad = findings.filter(({ verdict }) => verdict !== "good").map(({ name, verdict }) => `${name} ${verdict}`);
  return `${findings.length} lines${bad.length === 0 ? ", all good" : `: ${bad.join(", ")}`}`;
}

/** It says so when it begins, and is at the tip of every shard a moment later. */
async function tapped({ saidSomething }: RunningProcess): Promise<void> {
  await saidSomething;
  await sleep(SETTLE_MS);
}

/** When the tables have not grown for a while. */
async function settled(run: LocalRun) {
  for (let before = await itemsOf(run); ; ) {
    await sleep(SETTLE_MS);
    const now = await itemsOf(run);
    if (isDeepStrictEqual(now, before)) return now;
    before = now;
  }
}
