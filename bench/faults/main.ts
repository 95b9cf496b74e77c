/**
 * `npm run faults`: seeds × clouds, each the same events with and without what can go wrong, compared; by hand and
 * nightly. `-- --cloud aws --seed 7` is one of them again, `-- --engine real` on the embedded engines.
 */
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { CommanderError } from "commander";
import { newProgress } from "../../cli/progress.ts";
import { type Cloud, clouds } from "./clouds.ts";
import { type FaultOptions, parseOptions } from "./options.ts";
import { writePage } from "./page.ts";
import { isGood, summaryOf, tableOf } from "./report.ts";
import type { Job, SeedResult } from "./run-seed.ts";

/** The command line was wrong. */
const EXIT_USAGE = 2;

/** Events of all seeds, and seeds. */
const defaults: Readonly<Record<Cloud, readonly [events: number, seeds: number]>> = {
  aws: [1_000_000, 100],
  "aws-firehose": [200_000, 30],
  azure: [200_000, 30],
  gcp: [200_000, 30],
};

const { cloud: asked, engine, ...options } = optionsOrEnd();

const jobs = asked.flatMap((cloud): Job[] => {
  const [events, seeds] = [options.events ?? defaults[cloud][0], options.seeds ?? defaults[cloud][1]];
  const each = Math.ceil(events / seeds);
  const chosen = options.seed === undefined ? Array.from({ length: seeds }, (_, at) => at + 1) : [options.seed];
  return chosen.map((seed) => ({ cloud, seed, events: each, engine }));
});
// By turns, each cloud at its pace: what the minutes end is as far on one as on the other.
const shareOf = ({ cloud, seed }: Job) => seed / (options.seeds ?? defaults[cloud][1]);
jobs.sort((a, b) => shareOf(a) - shareOf(b));

const results = [...(await earlierOf(options.with)), ...(await runAll(jobs))];
const summary = clouds.flatMap((cloud) => summaryOf(cloud, results) ?? []);
if (options.json) process.stdout.write(`${JSON.stringify({ summary, results })}\n`);
else process.stdout.write(tableOf(summary, results));
if (options.write) await writePage(summary, results);
process.exitCode = results.length > 0 && results.every(isGood) ? 0 : 1;

/** Of the clouds that are not asked for now, what an earlier run printed as JSON. */
async function earlierOf(path: string | undefined): Promise<readonly SeedResult[]> {
  if (path === undefined) return [];
  try {
    const earlier = JSON.parse(await readFile(path, "utf8")) as { readonly results: readonly SeedResult[] };
    return earlier.results.filter(({ cloud }) => !asked.includes(cloud));
  } catch {
    console.error(
      "--with is no file of an earlier run's results; give what npm run --silent faults -- --json printed.",
    );
    process.exit(EXIT_USAGE);
  }
}

/** Commander has said what is wrong, or what there is. */
function optionsOrEnd(): FaultOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE);
  }
}

/** What is under way when the minutes are over is finished; what is not begun is left out, and not said to be done. */
async function runAll(all: readonly Job[]): Promise<readonly SeedResult[]> {
  const progress = newProgress();
  const startMs = performance.now();
  const endMs = startMs + (options.minutes ?? Number.POSITIVE_INFINITY) * 60_000;
  const done: SeedResult[] = [];
  const queue = all.values();
  const oneThread = async () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    for (const job of queue) {
      if (performance.now() > endMs) break;
      const result = await answerOf(worker, job);
      done.push(result);
      const bad = done.filter((one) => !isGood(one)).length;
      const seconds = Math.round((performance.now() - startMs) / 1_000);
      const events = done.reduce((sum, one) => sum + one.events, 0).toLocaleString("en");
      progress.tell(
        () =>
          `${done.length} of ${all.length} seeds, ${events} events, ${bad} seeds not as they should be, ${seconds} s`,
      );
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, all.length) }, oneThread));
  progress.end();
  return done.sort((a, b) => a.cloud.localeCompare(b.cloud) || a.seed - b.seed);
}

function answerOf(worker: Worker, job: Job): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    worker.once("message", (answer: SeedResult | { readonly failed: string }) => {
      worker.off("error", reject);
      if ("failed" in answer) reject(new Error(`Seed ${job.seed} on ${job.cloud} came to no end (${answer.failed})`));
      else resolve(answer);
    });
    worker.once("error", reject);
    worker.postMessage(job);
  });
}
