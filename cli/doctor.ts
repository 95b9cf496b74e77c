/** `spaces doctor`: "I see no events" answered within a minute. */
import type { Command } from "commander";
import { findInTime } from "./doctor/find-in-time.ts";
import { runChecks } from "./doctor/run-checks.ts";
import { showFindings } from "./doctor/show.ts";
import { silenceReasons } from "./doctor/silence.ts";
import { stageChecks } from "./doctor/stage-checks.ts";
import { wholeNumber } from "./number-option.ts";
import { newProgress } from "./progress.ts";
import type { Finding } from "./stage/check.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { Stage } from "./stage/stage.ts";
import { withStage } from "./stage/with-stage.ts";

interface DoctorOptions extends StageOptions {
  readonly minutes: number;
  readonly reasons?: true;
  readonly json?: true;
}

const MOST_MINUTES = 60;
const DEFAULT_MINUTES = 5;
/** To find the stage, and for the looks what is left of it. */
const BOUND_MS = 40_000;
const LEAST_LOOK_MS = 10_000;
const TELL_MS = 1_000;
const EXIT_BAD = 1;

const notes = `
No event, table or letter is changed (on Google Cloud it reads by a subscription of its own, and files what waits in the
one of the unseen). Each line is good, bad or unknown, with what to do; something bad ends it with exit code 1. Tenants'
ids are named, and no value of an event.

Examples:
  $ spaces doctor --stage prod
  $ spaces doctor --local --json`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(
    program
      .command("doctor")
      .description("look at everything between Cisco's put and the tables, and say what is wrong"),
  )
    .option("--minutes <n>", "how far back to look at what arrives", wholeNumber(1, MOST_MINUTES), DEFAULT_MINUTES)
    .option("--reasons", "the reasons for silence that are not to be seen from here, whatever arrives")
    .option("--json", "the findings as JSON")
    .addHelpText("after", notes)
    .action((options: DoctorOptions) => doctor(find, options));
}

async function doctor(find: FindStage, options: DoctorOptions): Promise<void> {
  const startedAtMs = Date.now();
  const progress = newProgress();
  const told = { says: "looking for the stage" };
  const telling = setInterval(() => progress.tell(() => told.says), TELL_MS);
  const end = () => {
    clearInterval(telling);
    progress.end();
  };
  try {
    await withStage(findInTime(find, BOUND_MS), options, async (stage, signal) => {
      const checks = [
        ...(stage.checks ?? []),
        ...stageChecks(stage, { minutes: options.minutes, isSimulated: options.local !== undefined }),
      ];
      let looked = -1;
      const done = () => {
        told.says = `${++looked} of ${checks.length} looked at`;
      };
      done();
      const boundMs = Math.max(LEAST_LOOK_MS, BOUND_MS - (Date.now() - startedAtMs));
      const found = await runChecks(checks, { boundMs, signal, done });
      end();
      show(stage, found, options, signal.aborted);
    });
  } finally {
    end();
  }
}

function show(stage: Stage, found: readonly Finding[], { reasons, json }: DoctorOptions, stopped: boolean): void {
  const findings = [rightsOf(found), ...found];
  const silent = reasons === true || (!stopped && isSilent(findings));
  if (json) console.log(JSON.stringify({ stage: stage.name, findings, ...(silent && { silence: silenceReasons }) }));
  else console.log(showFindings(stage.name, findings, silent, process.stdout.columns));
  if (findings.some(({ verdict }) => verdict === "bad")) process.exitCode = EXIT_BAD;
}

function isSilent(findings: readonly Finding[]): boolean {
  return findings.some(({ name, verdict }) => name === "arriving" && verdict !== "good");
}

/** The stage was found with them; what was denied since is its lines'. */
function rightsOf(findings: readonly Finding[]): Finding {
  const denied = findings.filter(({ denied: one }) => one === true).map(({ name }) => name);
  if (denied.length === 0) return { name: "credentials", verdict: "good", says: "valid, and no call was denied" };
  return {
    name: "credentials",
    verdict: "unknown",
    says: `valid, but not for everything: ${denied.join(", ")}`,
    todo: "docs/operations.md has the rights of each command.",
  };
}
