/** The command line of `npm run faults`. */
import { availableParallelism } from "node:os";
import { Command, Option } from "commander";
import { wholeNumber } from "../../cli/number-option.ts";
import { type Cloud, clouds, type EngineKind } from "./clouds.ts";

export interface FaultOptions {
  readonly cloud: readonly Cloud[];
  /** Of all seeds of a cloud. */
  readonly events?: number;
  readonly seeds?: number;
  /** This one alone. */
  readonly seed?: number;
  readonly engine: EngineKind;
  readonly jobs: number;
  readonly minutes?: number;
  /** A file of an earlier run's JSON. */
  readonly with?: string;
  readonly json: boolean;
  readonly write: boolean;
}

const MAX = 1_000_000_000;
const MAX_JOBS = 1_024;

const examples = `
Examples:
  npm run faults                                            1,000,000 events in 100 seeds on AWS by Kinesis, 200,000 in 30 on each other
  npm run faults -- --cloud azure --seeds 5 --events 20000  less
  npm run faults -- --cloud aws --seed 7                    one seed again: the same events, the same plan
  npm run faults -- --engine real --seeds 2 --events 2000   on the embedded engines

Exit codes: 0 nothing is lost, wrong or invented; 1 something is; 2 the command line was wrong.`;

/** Throws commander's CommanderError for a mistake and after --help. */
export function parseOptions(argv: readonly string[]): FaultOptions {
  const whole = wholeNumber(1, MAX);
  return new Command("npm run faults --")
    .description(
      "Seeds on each cloud, on AWS by Kinesis and by Data Firehose: the same events with and without what can go wrong, compared. docs/faults.md",
    )
    .addOption(new Option("--cloud <clouds...>", "on which clouds").choices(clouds).default(clouds, clouds.join(", ")))
    .option("--events <n>", "events of all seeds of a cloud", whole)
    .option("--seeds <n>", "how many seeds, from 1 on", whole)
    .option("--seed <n>", "this seed alone, with as many events as it has among all", whole)
    .addOption(new Option("--engine <engine>", "what stores").choices(["memory", "real"]).default("memory"))
    .addOption(
      new Option("--jobs <n>", "threads, some hundred megabytes each")
        .default(availableParallelism(), "the processors")
        .argParser(wholeNumber(1, MAX_JOBS)),
    )
    .option("--minutes <n>", "begin no seed after so many minutes", whole)
    .option("--with <file>", "beside the other clouds' results of an earlier --json")
    .option("--json", "the results as JSON", false)
    .option("--write", "write the figures of docs/faults.md", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help shows the options)")
    .addHelpText("after", examples)
    .exitOverride()
    .parse(argv, { from: "user" })
    .opts<FaultOptions>();
}
