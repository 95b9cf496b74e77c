/**
 * Every operator's command on a local run that has many events behind it: whether it works, how long it takes, and the
 * memory it takes at most. `npx node bench/operations.ts --cloud aws --events 1000000` starts the run and ends it again;
 * `--run NAME` is one that npm run local -- --keep holds up in this folder. `--put` events are put beside, a tenth as many
 * that cannot be used. `--write` puts the figures into docs/operations.md, where everything is as it must be.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { findRun, type LocalRun } from "../cli/stage/local-runs.ts";
import { UserError } from "../cli/user-error.ts";
import { commandsOf, type Told } from "./operations/commands.ts";
import { type RunningProcess, start } from "./operations/measured.ts";
import { tableOf, writePage } from "./operations/page.ts";

const { values } = parseArgs({
  options: {
    cloud: { type: "string", default: "aws" },
    events: { type: "string" },
    put: { type: "string", default: "50000" },
    run: { type: "string" },
    json: { type: "string" },
    write: { type: "boolean", default: false },
  },
});

/** The command line was wrong. */
const EXIT_USAGE = 2;
const DEFAULT_EVENTS = "1000000";
const { events = DEFAULT_EVENTS } = values;

const say = (text: string) => process.stderr.write(`${new Date().toISOString()} ${text}\n`);
const fillStartedAtMs = Date.now();
const fill = values.run === undefined ? fillRun() : undefined;
const told: Told[] = [];
try {
  const filled = fill && (JSON.parse(await fill.firstLine) as Readonly<Record<string, number>>);
  const fillSeconds = (Date.now() - fillStartedAtMs) / 1_000;
  if (filled !== undefined) say(`filled in ${fillSeconds.toFixed(0)} s: ${JSON.stringify(filled)}`);
  const run: LocalRun = await findRun(values.run);
  if (run.cloud !== values.cloud)
    throw new UserError(`The local run ${run.name} is of ${run.cloud}; give --cloud ${run.cloud}, or another --run.`);
  if (fill === undefined && values.write && values.events === undefined)
    throw new UserError("With --run and --write, say by --events how many events that run has behind it.");
  await mkdir(".local", { recursive: true });
  for await (const one of commandsOf(run, Number(values.put), say)) {
    told.push(one);
    say(`${one.name}: ${one.works ? "" : "NOT "}as it must be, ${one.seconds.toFixed(1)} s; ${one.says}`);
  }
  if (filled !== undefined) {
    const { stored = 0, duplicate = 0, ignored = 0, rejected = 0, retry = 0, received = 0 } = filled;
    const accounted = stored + duplicate + ignored + rejected + retry;
    const works = received === Number(events) && accounted === received && retry === 0;
    const says = `${received} received, ${accounted} accounted for, ${filled.eventsPerSecond} a second`;
    told.unshift({ name: "the run itself", works, seconds: fillSeconds, peakMiB: undefined, says });
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_USAGE;
} finally {
  fill?.stop();
}
const peakMiB = (await fill?.done)?.peakMiB;
const results = told.map((one) => (one.name === "the run itself" ? { ...one, peakMiB } : one));
if (process.exitCode === undefined) {
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(tableOf(values.cloud, results));
  const allWork = results.every(({ works }) => works);
  if (values.write && allWork) await writePage(values.cloud, Number(events), results);
  process.exitCode = allWork ? 0 : 1;
}

function fillRun(): RunningProcess {
  const words = ["local/main.ts", "--cloud", values.cloud, "--events", events, "--keep", "--json"];
  return start(["--max-semi-space-size=8", ...words]);
}
