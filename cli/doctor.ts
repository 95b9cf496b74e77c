/** `spaces doctor`: "I see no events" answered within a minute. */
import type { Command } from "commander";
import { BOUND_MS, examine, LOOK_BACK_MINUTES } from "./doctor/examine.ts";
import { findInTime } from "./doctor/find-in-time.ts";
import { showFindings } from "./doctor/show.ts";
import { silenceReasons } from "./doctor/silence.ts";
import { wholeNumber } from "./number-option.ts";
import { newProgress } from "./progress.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import { withStage } from "./stage/with-stage.ts";

interface DoctorOptions extends StageOptions {
  readonly minutes: number;
  readonly reasons?: true;
  readonly json?: true;
}

const MOST_MINUTES = 60;
/** Of the time to find the stage and to look, at least for the looks. */
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
    .option("--minutes <n>", "how far back to look at what arrives", wholeNumber(1, MOST_MINUTES), LOOK_BACK_MINUTES)
    .option("--reasons", "the reasons for silence that are not to be seen from here, whatever arrives")
    .option("--json", "the findings as JSON")
    .addHelpText("after", notes)
    .action((options: DoctorOptions) => doctor(find, options));
}

async function doctor(find: FindStage, { minutes, reasons, json, ...asked }: DoctorOptions): Promise<void> {
  const startedAtMs = Date.now();
  const line = newProgress();
  let says = "looking for the stage";
  const telling = setInterval(() => line.tell(() => says), TELL_MS);
  const end = () => {
    clearInterval(telling);
    line.end();
  };
  try {
    await withStage(findInTime(find, BOUND_MS), asked, async (stage, signal) => {
      const progress = (done: number, of: number) => {
        says = `${done} of ${of} looked at`;
      };
      const boundMs = Math.max(LEAST_LOOK_MS, BOUND_MS - (Date.now() - startedAtMs));
      const { findings, silent } = await examine(stage, { minutes, boundMs, signal, progress });
      end();
      const withReasons = silent || reasons === true;
      if (json)
        console.log(JSON.stringify({ stage: stage.name, findings, ...(withReasons && { silence: silenceReasons }) }));
      else console.log(showFindings(stage.name, findings, withReasons, process.stdout.columns));
      if (findings.some(({ verdict }) => verdict === "bad")) process.exitCode = EXIT_BAD;
    });
  } finally {
    end();
  }
}
