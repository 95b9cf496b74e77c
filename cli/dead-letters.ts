/** `spaces dead-letters`: what was given up, wherever it is kept; one of it; and back into the transport. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { confirmed } from "./confirmed.ts";
import { countLetters, type Grouping, groupings, letterJson } from "./dead-letters/list.ts";
import { CHECKED, putLetters, WAIT_SECONDS, wouldPut } from "./dead-letters/put-letters.ts";
import type { RedriveCounts } from "./dead-letters/redrive.ts";
import { redriveSays, sinceSays } from "./dead-letters/say.ts";
import { type SelectionOptions, selectionOf, selectionOptions } from "./dead-letters/selection.ts";
import { findLetter, shownLetter } from "./dead-letters/show.ts";
import type { Since } from "./dead-letters/since.ts";
import { walk } from "./dead-letters/walk.ts";
import { formatResult } from "./format-result.ts";
import { wholeNumber } from "./number-option.ts";
import { print } from "./print.ts";
import { newProgress } from "./progress.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { Stage } from "./stage/stage.ts";
import { withStage } from "./stage/with-stage.ts";

const MAX_WAIT_SECONDS = 86_400;
/** Some hundred bytes of memory each. */
const MAX_CHECKED = 1_000_000;

interface ListOptions extends StageOptions, SelectionOptions {
  readonly by: readonly Grouping[];
  readonly each?: true;
  readonly json?: true;
}

interface RedriveOptions extends StageOptions, SelectionOptions {
  readonly yes?: true;
  readonly again?: true;
  readonly wait: number;
  readonly check: number;
  readonly json?: true;
}

const examples = `
Every place a record can be given up to is looked into: dead letters, what the function's trigger gave up whole, and
what the delivery service could not transform or convert.

Examples:
  $ spaces dead-letters list --stage prod
  $ spaces dead-letters list --stage prod --code malformed-json --each --json
  $ spaces dead-letters show 'dead-letters/…/7-9-….ndjson#0' --stage prod
  $ spaces dead-letters redrive --stage prod --code retries-exhausted --from 2026-03-02T09:00Z
  $ spaces dead-letters redrive --local --yes`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  const letters = program
    .command("dead-letters")
    .description("what was given up: how much of what, one of it, and putting it again")
    .addHelpText("after", examples);
  selectionOptions(
    stageOptions(letters.command("list").description("count them by code, channel, tenant and hour, or print each")),
  )
    .addOption(
      new Option("--by <groupings>", `count by these, of ${groupings.join(", ")}`)
        .argParser(groupingsOf)
        .default(["code", "channel", "tenant", "hour"], "code,channel,tenant,hour"),
    )
    .option("--each", "a line of JSON for each, in place of the counts")
    .option("--json", "as JSON")
    .action((options: ListOptions) => withStage(find, options, (stage, signal) => list(stage, options, signal)));
  stageOptions(letters.command("show").description("decode one as far as it goes; it holds personal data"))
    .argument("<id>", "as list names it")
    .option("--raw", "its bytes as they came, and nothing else")
    .action((id: string, options: StageOptions & { readonly raw?: true }) =>
      withStage(find, options, async ({ givenUp }) => {
        const letter = await findLetter(givenUp, id);
        if (options.raw) process.stdout.write(letter.payload);
        else console.log(JSON.stringify(shownLetter(letter), undefined, 2));
      }),
    );
  selectionOptions(
    stageOptions(letters.command("redrive").description("put them again, into the transport they came from")),
  )
    .option("--yes", "do it, without asking")
    .option("--again", "also those that were put before")
    .addOption(
      new Option("--wait <seconds>", "how long to look for what became of them; 0 looks once")
        .default(WAIT_SECONDS)
        .argParser(wholeNumber(0, MAX_WAIT_SECONDS)),
    )
    .addOption(
      new Option("--check <n>", "of how many to find out what became of them; 0 asks of none")
        .default(CHECKED)
        .argParser(wholeNumber(0, MAX_CHECKED)),
    )
    .option("--json", "the counts as JSON")
    .action((options: RedriveOptions) =>
      withStage(find, options, (stage, signal) => redriveLetters(stage, options, signal)),
    );
}

async function list(stage: Stage, options: ListOptions, signal: AbortSignal): Promise<void> {
  const selection = selectionOf(options, stage.givenUp);
  if (options.each) {
    for await (const { letters, note } of walk(selection.places, selection, signal))
      for (const letter of letters) await print(`${JSON.stringify(letterJson(letter, note))}\n`);
    return;
  }
  const progress = newProgress();
  const counted = await countLetters(selection, options.by, progress, signal);
  progress.end();
  if (options.json) return console.log(formatResult(counted, "json"));
  if (counted.rows.length === 0) return console.log("Nothing was given up.");
  // The examples' names are wider than terminals.
  const last = counted.columns.length - 1;
  const table = { columns: counted.columns.slice(0, last), rows: counted.rows.map((row) => row.slice(0, last)) };
  console.log(`${formatResult(table, "table", process.stdout.columns)}\n--each names each letter, for show.`);
}

async function redriveLetters(stage: Stage, options: RedriveOptions, signal: AbortSignal): Promise<void> {
  const selection = selectionOf(options, stage.givenUp);
  const progress = newProgress();
  const { again = false, check, wait, json, yes } = options;
  const asked = { selection, again, check, progress, signal };
  if (yes !== true) {
    const would = await wouldPut(stage, asked);
    progress.end();
    console.error(`Would put ${redriveSays(would)}`);
    if (json) console.log(JSON.stringify({ dryRun: true, ...asJson(would, undefined) }));
    if (would.put === 0 || signal.aborted) return;
    if (!(await confirmed(`Put them into ${stage.name}?`))) {
      console.error("Nothing was put; --yes does it.");
      return;
    }
  }
  const { counts, watched, watch } = await putLetters(stage, asked);
  progress.end();
  if (!json) console.log(`Put ${redriveSays(counts)}`);
  if (signal.aborted)
    console.error(`Stopped; the same command${again ? " without --again" : ""} goes on where it stopped.`);
  if (counts.put === 0 || typeof watch === "string") {
    if (json) console.log(JSON.stringify(asJson(counts, undefined)));
    else if (counts.put > 0 && typeof watch === "string") console.log(watch);
    return;
  }
  if (!json) console.error(`Looking for what became of ${watched === counts.put ? "them" : `${watched} of them`} …`);
  const since = await watch.results(wait * 1_000, signal);
  console.log(json ? JSON.stringify(asJson(counts, since)) : sinceSays(since, wait));
}

function asJson({ put, bytes, putBefore, left }: RedriveCounts, since: Since | undefined): object {
  return {
    put,
    bytes,
    putBefore,
    left: Object.fromEntries(left),
    ...(since !== undefined && { since: { ...since, rejectedAgain: Object.fromEntries(since.rejectedAgain) } }),
  };
}

function groupingsOf(text: string): readonly Grouping[] {
  return text.split(",").map((name) => {
    const found = groupings.find((grouping) => grouping === name.trim());
    if (found === undefined) throw new InvalidArgumentError(`It takes names of ${groupings.join(", ")}.`);
    return found;
  });
}
