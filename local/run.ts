/** One run, from the first stand-in to the last answer. */
import { newLake } from "../cli/local-lakes.ts";
import { announceRun } from "../cli/stage/local-runs.ts";
import { UserError } from "../cli/user-error.ts";
import { answers } from "./answers/answers.ts";
import { lakeAnswers } from "./answers/lake-answers.ts";
import { tellArrivals } from "./arrivals.ts";
import type { Cloud, Observer } from "./cloud.ts";
import { clouds } from "./clouds.ts";
import { runFigures } from "./figures.ts";
import { count } from "./format.ts";
import { newLedger, type Snapshot } from "./ledger.ts";
import { startLiveView } from "./live-view.ts";
import type { LocalOptions } from "./options.ts";
import { troubleOf } from "./plain-line.ts";
import { type PushTimes, pushAll } from "./push-all.ts";
import { keepText, printReport } from "./report.ts";
import { jsonLine, missedRate, type RunResult, rejectedWord, runResult, shortfall } from "./result.ts";
import { type RunConsole, startRunConsole } from "./run-console.ts";
import { openSource } from "./source.ts";
import { warningsOf } from "./warnings.ts";

/** Returns early on abort. What goes wrong for the user is a UserError. */
export async function run(options: LocalOptions, signal: AbortSignal): Promise<void> {
  for (const name of options.unused)
    process.stderr.write(`${name} says nothing about an --input file; it is left out.\n`);
  const source = await openSource(options);
  const start = await clouds[options.cloud].load();
  const lake = await newLake();
  const cloud = await start({ ports: options.ports, faults: options.faults, lakeDirectory: lake.directory });
  const ledger = newLedger();
  const figures = runFigures({
    cloud: options.cloud,
    channel: cloud.channel,
    snapshot: ledger.snapshot,
    channels: () => cloud.lake.counts().channels,
    written: cloud.written,
    throttledCalls: cloud.faults.throttledCalls,
  });
  const consumption = cloud.consume(figures.overhear(options.verbose ? withWarnings(ledger) : ledger));
  const throttledCalls = cloud.faults.throttledCalls;
  let withdraw = async () => {};
  let console: RunConsole | undefined;
  try {
    const { access } = cloud;
    const self = { name: lake.name, cloud: options.cloud, access, simulated: options.input === undefined };
    if (options.keep && access !== undefined) withdraw = await announceRun({ ...self, pid: process.pid });
    // Who wants one line of JSON has it before there was time to look.
    if (options.console && access !== undefined && (!options.json || options.keep)) {
      console = await startRunConsole(self, figures, options.consolePort);
      outOf(options).write(`Console: ${console.address}\n`);
    }
    const view = options.json
      ? undefined
      : startLiveView({
          stream: process.stdout,
          path: cloud.path,
          snapshot: ledger.snapshot,
          throttledCalls,
          expectedEvents: source.events,
        });
    const pushing = pushAll({ cloud, source, rate: options.rate, ledger, signal });
    const times = await Promise.race([pushing, failureOf(consumption.done)]).finally(() => view?.end());
    if (signal.aborted) return;
    const snapshot = ledger.snapshot();
    const result = await runResult(snapshot, times.elapsedMs, cloud);
    const wanted = !options.json || options.keep;
    const asked = `--cloud ${options.cloud} --local ${lake.name}`;
    const given = wanted ? [...(await answers(cloud)), ...(await lakeAnswers(cloud.lake, asked))] : [];
    const trouble = troubleOf(snapshot, throttledCalls(), cloud.faults.refusedFiles());
    const remarks = remarksOf(result, trouble, times, options);
    if (options.json) {
      process.stdout.write(`${jsonLine(result)}\n`);
      for (const remark of remarks) process.stderr.write(`${remark}\n`);
    } else printReport(result, { stream: process.stdout, elapsedMs: times.elapsedMs, answers: given, remarks });
    if (options.keep) await stayUp(cloud, keepText(cloud.commands, given), ledger.snapshot, outOf(options), signal);
    const missing = shortfall(snapshot) ?? (options.strict ? rejectedWord(result) : undefined);
    if (missing !== undefined) throw new UserError(missing);
  } finally {
    figures.end();
    // At once: an invocation under way would otherwise hold up a Ctrl-C for as long as it takes.
    await Promise.allSettled([withdraw(), console?.close(), consumption.stop(), cloud.close()]);
  }
}

/** The functions' warnings, and why an invocation failed, on standard error. */
function withWarnings(observer: Observer): Observer {
  const print = (lines: readonly string[]) => {
    for (const line of lines) process.stderr.write(`${line}\n`);
  };
  return {
    ...observer,
    delivered(delivery) {
      print(warningsOf(delivery));
      observer.delivered(delivery);
    },
    lakeWarned: print,
  };
}

/** Never resolves: consumption ends by itself only by failing. */
function failureOf(done: Promise<void>): Promise<never> {
  return new Promise((_, reject) => done.catch(reject));
}

function remarksOf(
  result: RunResult,
  trouble: string | undefined,
  { settledMs, leftOut }: PushTimes,
  { rate, strict }: LocalOptions,
): readonly string[] {
  return [
    trouble === undefined ? undefined : `On the way: ${trouble}.`,
    leftOut === 0 ? undefined : `Records larger than the transport takes were left out: ${count(leftOut)}.`,
    // With --strict it is the last word.
    strict ? undefined : rejectedWord(result),
    missedRate(rate, result.received, settledMs),
  ].filter((remark) => remark !== undefined);
}

/** What is for people; standard output is for programs alone, where they read it. */
function outOf({ json }: LocalOptions): NodeJS.WriteStream {
  return json ? process.stderr : process.stdout;
}

async function stayUp(
  cloud: Cloud,
  text: string,
  snapshot: () => Snapshot,
  out: NodeJS.WriteStream,
  signal: AbortSignal,
) {
  out.write(
    `${text}\nStaying up; what comes is told here, and is in the lake (${cloud.lake.directory}) a few seconds later. Ctrl-C ends it.\n`,
  );
  await tellArrivals(snapshot, (line) => out.write(`${line}\n`), signal);
}
