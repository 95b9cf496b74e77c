/** `spaces dead-letters`: what was given up, wherever it is kept; one of it; and back into the transport. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { backOff } from "../runtime/back-off.ts";
import { confirmed } from "./confirmed.ts";
import { countLetters, type Grouping, groupings, letterJson } from "./dead-letters/list.ts";
import { type RedriveCounts, redrive } from "./dead-letters/redrive.ts";
import { type SelectionOptions, selectionOf, selectionOptions } from "./dead-letters/selection.ts";
import { findLetter, shownLetter } from "./dead-letters/show.ts";
import { type Since, type Watch, watchLetters } from "./dead-letters/since.ts";
import { walk } from "./dead-letters/walk.ts";
import { formatResult } from "./format-result.ts";
import { wholeNumber } from "./number-option.ts";
import { print } from "./print.ts";
import { printable } from "./printable.ts";
import { newProgress } from "./progress.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { Stage } from "./stage/stage.ts";
import { withStage } from "./stage/with-stage.ts";

const MAX_WAIT_SECONDS = 86_400;
const DEFAULT_WAIT_SECONDS = 60;
/** Some hundred bytes of memory each. */
const MAX_CHECKED = 1_000_000;
const DEFAULT_CHECKED = 10_000;

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
        .default(DEFAULT_WAIT_SECONDS)
        .argParser(wholeNumber(0, MAX_WAIT_SECONDS)),
    )
    .addOption(
      new Option("--check <n>", "of how many to find out what became of them; 0 asks of none")
        .default(DEFAULT_CHECKED)
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
  const common = { selection, transports: stage.transports, again: options.again === true, backOff, progress, signal };
  if (options.yes !== true) {
    const would = await redrive({ ...common, dryRun: true, onPut: async () => {} });
    progress.end();
    console.error(`Would put ${sentence(would)}`);
    if (options.json) console.log(JSON.stringify({ dryRun: true, ...asJson(would, undefined) }));
    if (would.put === 0 || signal.aborted) return;
    if (!(await confirmed(`Put them into ${stage.name}?`))) {
      console.error("Nothing was put; --yes does it.");
      return;
    }
  }
  const startedAtMs = Date.now();
  const watch = await watchOf(stage, options.check, startedAtMs);
  let added = 0;
  const counts = await redrive({
    ...common,
    dryRun: false,
    async onPut(letter, position) {
      if (typeof watch !== "string" && added < options.check) {
        added++;
        await watch.add(letter, position);
      }
    },
  });
  progress.end();
  if (!options.json) console.log(`Put ${sentence(counts)}`);
  if (signal.aborted)
    console.error(`Stopped; the same command${options.again ? " without --again" : ""} goes on where it stopped.`);
  if (counts.put === 0 || typeof watch === "string") {
    if (options.json) console.log(JSON.stringify(asJson(counts, undefined)));
    else if (counts.put > 0 && typeof watch === "string") console.log(watch);
    return;
  }
  if (!options.json)
    console.error(`Looking for what became of ${added === counts.put ? "them" : `${added} of them`} …`);
  const since = await watch.results(options.wait * 1_000, signal);
  console.log(options.json ? JSON.stringify(asJson(counts, since)) : sinceSentence(since, options.wait));
}

/** Why there is none, where the stage does not say how it reads. */
async function watchOf(stage: Stage, check: number, startedAtMs: number): Promise<Watch | string> {
  if (check === 0) return "What became of them was not asked.";
  try {
    return watchLetters(stage, await stage.consumer(), startedAtMs);
  } catch (error) {
    return `What became of them is not known: the function's configuration and key could not be read (${error instanceof Error ? error.name : "unknown"}).`;
  }
}

function sentence({ put, bytes, putBefore, left }: RedriveCounts): string {
  const parts = [
    `${put} letters (${(bytes / 1e6).toFixed(1)} MB)`,
    ...(putBefore > 0 ? [`${putBefore} were put before, --again puts them once more`] : []),
    ...Array.from(left, ([reason, letters]) => `${letters} cannot be put: ${reason}`),
  ];
  return `${parts.join("; ")}.`;
}

function sinceSentence({ stored, ignored, rejectedAgain, unknown }: Since, waitSeconds: number): string {
  const codes = Array.from(rejectedAgain, ([code, letters]) => `${letters} ${printable(code)}`);
  const rejected = [...rejectedAgain.values()].reduce((sum, letters) => sum + letters, 0);
  return [
    `${stored} stored since`,
    ...(ignored > 0 ? [`${ignored} ignored, as configured`] : []),
    `${rejected} rejected again${codes.length > 0 ? ` (${codes.join(", ")})` : ""}`,
    ...(unknown > 0
      ? [`${unknown} neither, ${waitSeconds} s later: look again with list, or give a longer --wait`]
      : []),
  ]
    .join("; ")
    .concat(".");
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
