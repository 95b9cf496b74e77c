/** The command line of `npm run local`. */
import { Command, InvalidArgumentError, Option } from "commander";
import { type RecordEncoding, recordEncodings } from "../cli/simulator/records.ts";

export interface LocalOptions {
  /** Most events to push; with `input`, most records. */
  readonly events: number;
  /** Events a second; absent: as fast as they are processed. */
  readonly rate?: number;
  readonly input?: string;
  readonly encoding: RecordEncoding;
  readonly seed: number;
  readonly faults: boolean;
  readonly keep: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly kinesisPort: number;
  readonly dynamodbPort: number;
  readonly s3Port: number;
}

const DEFAULT_EVENTS = 10_000;
const MAX_EVENTS = 10_000_000;
const MAX_RATE = 10_000;
const MAX_SEED = 0xffff_ffff;
const MAX_PORT = 65_535;

const examples = `
Examples:
  npm run local                                       10,000 simulated events, then answers from the tables
  npm run local -- --events 50000 --rate 2000         a steady 2,000 events a second
  npm run local -- --input events.ndjson              real events, one JSON object or base64 protobuf a line
  npm run local -- --faults --seed 7                  duplicates, disorder, poison and a throttled database
  npm run local -- --keep                             stay up; prints endpoints and AWS CLI commands
  npm run --silent local -- --json                    one JSON line on standard output, for scripts

Exit codes: 0 every event accounted for, 1 it failed, 2 the command line was wrong, 130 stopped by Ctrl-C.`;

/** Throws commander's CommanderError for a mistake and after --help. */
export function parseOptions(argv: readonly string[]): LocalOptions {
  const command = new Command("npm run local --")
    .description(
      "Run the whole Kinesis path on this machine: simulated or real events, embedded AWS, the built function.",
    )
    .addOption(
      new Option("--events <n>", "how many events to push; of --input, the first n records")
        .default(DEFAULT_EVENTS)
        .argParser(wholeNumber(1, MAX_EVENTS)),
    )
    .option("--rate <n>", "events a second (default: as fast as they are processed)", wholeNumber(1, MAX_RATE))
    .option("--input <file>", "push this file instead of simulated events")
    .addOption(new Option("--encoding <encoding>", "of the simulated events").choices(recordEncodings).default("mixed"))
    .addOption(
      new Option("--seed <n>", "the same seed gives the same events").default(1).argParser(wholeNumber(0, MAX_SEED)),
    )
    .option("--faults", "push duplicates, disorder and poison, and throttle the database", false)
    .option("--keep", "stay up when done; print endpoints and AWS CLI commands", false)
    .option("--json", "print only one final JSON line on standard output", false)
    .option("--verbose", "show the function's warnings on standard error", false)
    .addOption(portOption("kinesis"))
    .addOption(portOption("dynamodb"))
    .addOption(portOption("s3"))
    .allowExcessArguments(false)
    .showHelpAfterError("(--help shows the options)")
    .addHelpText("after", examples)
    .exitOverride();
  return command.parse(argv, { from: "user" }).opts<LocalOptions>();
}

function portOption(service: string): Option {
  return new Option(`--${service}-port <port>`, "0 picks a free one").default(0).argParser(wholeNumber(0, MAX_PORT));
}

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < from || number > to)
      throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`);
    return number;
  };
}
