/** `spaces tap`: what arrives now, a line each, as it would be stored. */
import { type Command, Option } from "commander";
import { listed } from "./listed.ts";
import { wholeNumber } from "./number-option.ts";
import { print } from "./print.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import type { Stage } from "./stage/stage.ts";
import { withStage } from "./stage/with-stage.ts";
import { tapJson, tapLine } from "./tap/line.ts";
import { newSampling } from "./tap/sampling.ts";
import { newTap, type Tapped } from "./tap/tap.ts";
import { UserError } from "./user-error.ts";

interface TapOptions extends StageOptions {
  readonly types?: readonly string[];
  readonly tenant?: readonly string[];
  readonly subject?: string;
  readonly rejected?: true;
  readonly limit?: number;
  readonly rate?: number;
  readonly json?: true;
}

/** On a terminal: faster, nobody reads them. */
const READABLE_PER_SECOND = 20;
const MOST = 1_000_000_000;

const notes = `
From the transport's tip, beside the functions, after the stage's privacy policy; nothing is written. On a terminal at most
${READABLE_PER_SECOND} lines a second are shown, and how many were left out; into a file or a pipe all are. Ctrl-C ends it with a count.
What is printed is personal as far as the policy keeps it.

Examples:
  $ spaces tap --stage prod --types DEVICE_LOCATION_UPDATE --tenant T
  $ spaces tap --stage prod --rejected
  $ spaces tap --local --json --limit 100 > .local/tap.ndjson`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(program.command("tap").description("show what arrives now, a line each"))
    .option("--types <types>", "only these event types, comma-separated", listed)
    .option("--tenant <ids>", "only of these tenants, comma-separated; - is of none that was named", listed)
    .option("--subject <kind:id>", "only about this one, by the id the tables have")
    .option("--rejected", "only what cannot be used, with the reason")
    .addOption(new Option("--limit <n>", "end after so many lines").argParser(wholeNumber(1, MOST)))
    .addOption(
      new Option("--rate <n>", "lines a second at most (default: 20 on a terminal, else all)").argParser(
        wholeNumber(1, MOST),
      ),
    )
    .option("--json", "a line of JSON each")
    .addHelpText("after", notes)
    .action((options: TapOptions) => withStage(find, options, (stage, signal) => tap(stage, options, signal)));
}

async function tap(stage: Stage, options: TapOptions, signal: AbortSignal): Promise<void> {
  const transport = stage.transports.find(({ follow }) => follow !== undefined);
  if (transport?.follow === undefined)
    throw new UserError(`What arrives in ${stage.name} cannot be watched: its transport is read by nobody else.`);
  const { core } = await stage.consumer();
  const { types, tenant, subject, limit, json } = options;
  const enough = new AbortController();
  const perSecond = options.rate ?? (process.stdout.isTTY ? READABLE_PER_SECOND : MOST);
  const sampling = newSampling(perSecond, (events) => console.error(`… ${events} more`));
  let shown = 0;
  const show = async (tapped: Tapped) => {
    if (enough.signal.aborted || !sampling.takes(Date.now())) return;
    // Before the wait: other shards show meanwhile.
    if (++shown === limit) enough.abort();
    await print(`${json ? JSON.stringify(tapJson(tapped)) : tapLine(tapped, process.stdout.columns)}\n`);
  };
  const wanted = { types: types && new Set(types), tenants: tenant && new Set(tenant), subject };
  const { counts, take } = newTap(core, { ...wanted, rejectedOnly: options.rejected === true }, show);
  console.error(`What arrives in ${transport.channel} of ${stage.name}; Ctrl-C ends it.`);
  await transport.follow(take, AbortSignal.any([signal, enough.signal]));
  const { events, rejected, ignored } = counts;
  const left = sampling.leftOut();
  console.error(
    `${events} events came, ${rejected} rejected, ${ignored} ignored; ${shown} shown${left > 0 ? `, ${left} left out` : ""}.`,
  );
}
