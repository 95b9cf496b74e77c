/** The command line of `npm run local`. */
import { Command, InvalidArgumentError, Option } from "commander";
import { type RecordEncoding, recordEncodings } from "../cli/simulator/records.ts";
import { type CloudName, cloudNames, clouds } from "./clouds.ts";

export interface LocalOptions {
  readonly cloud: CloudName;
  /** Most events to push; with `input`, most records: absent, the whole file. */
  readonly events?: number;
  /** Events a second; absent: as fast as they are processed. */
  readonly rate?: number;
  readonly input?: string;
  readonly encoding: RecordEncoding;
  readonly seed: number;
  readonly faults: boolean;
  readonly strict: boolean;
  readonly keep: boolean;
  readonly console: boolean;
  readonly consolePort: number;
  readonly json: boolean;
  readonly verbose: boolean;
  /** By service. */
  readonly ports: Readonly<Record<string, number>>;
  /** Options that were given and change nothing. */
  readonly unused: readonly string[];
}

export const DEFAULT_EVENTS = 10_000;
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
  npm run local -- --cloud azure                      the same on Event Hubs, Azure Functions and Table Storage
  npm run local -- --cloud gcp                        the same on Pub/Sub, a Cloud Run function, Firestore and BigQuery
  npm run local -- --keep                             stay up; prints endpoints and commands, and what comes
  npm run --silent local -- --json                    one JSON line on standard output, for scripts

Exit codes: 0 every event accounted for, 1 it failed (with --strict, also when one was rejected),
2 the command line was wrong, 130 stopped by Ctrl-C.`;

/** Throws commander's CommanderError for a mistake and after --help. */
export function parseOptions(argv: readonly string[]): LocalOptions {
  const services = [...new Set(cloudNames.flatMap((name) => clouds[name].services))];
  const command = new Command("npm run local --")
    .description(
      "Run the whole path on this machine: simulated or real events, an embedded cloud, the built functions.",
    )
    .addOption(new Option("--cloud <cloud>", "which cloud to embed").choices(cloudNames).default("aws"))
    .option(
      "--events <n>",
      `how many events to push (default: ${DEFAULT_EVENTS}); of --input, the first n records (default: all)`,
      wholeNumber(1, MAX_EVENTS),
    )
    .option("--rate <n>", "events a second (default: as fast as they are processed)", wholeNumber(1, MAX_RATE))
    .option("--input <file>", "push this file, gzip or not, instead of simulated events")
    .addOption(new Option("--encoding <encoding>", "of the simulated events").choices(recordEncodings).default("mixed"))
    .addOption(
      new Option("--seed <n>", "the same seed gives the same events").default(1).argParser(wholeNumber(0, MAX_SEED)),
    )
    .option(
      "--faults",
      "push duplicates, disorder and poison, throttle the database, and let the lake be out of reach for a while",
      false,
    )
    .option("--strict", "fail (exit 1) when an event was rejected", false)
    .option("--keep", "stay up when done; print endpoints, commands and what comes", false)
    .option("--no-console", "serve no page")
    .addOption(
      new Option("--console-port <port>", "of the page; 0 picks a free one")
        .default(0)
        .argParser(wholeNumber(0, MAX_PORT)),
    )
    .option("--json", "print only one final JSON line on standard output", false)
    .option("--verbose", "show the functions' warnings on standard error", false)
    .allowExcessArguments(false)
    .showHelpAfterError("(--help shows the options)")
    .addHelpText("after", examples)
    .exitOverride();
  for (const service of services) command.addOption(portOption(service));
  const given = command.parse(argv, { from: "user" }).opts<Omit<LocalOptions, "ports" | "unused">>();
  refuseForeignPorts(command, given.cloud, services);
  return { ...given, ports: portsOf(given, services), unused: unusedOptions(command) };
}

function portOption(service: string): Option {
  return new Option(`--${service}-port <port>`, "0 picks a free one").default(0).argParser(wholeNumber(0, MAX_PORT));
}

function portsOf(given: object, services: readonly string[]): Readonly<Record<string, number>> {
  const values = given as Readonly<Record<string, number | undefined>>;
  return Object.fromEntries(services.map((service) => [service, values[`${service}Port`] ?? 0]));
}

/** Another cloud's services have no port here. */
function refuseForeignPorts(command: Command, cloud: CloudName, services: readonly string[]): void {
  const own = clouds[cloud].services;
  const foreign = services.find(
    (service) => !own.includes(service) && command.getOptionValueSource(`${service}Port`) === "cli",
  );
  if (foreign !== undefined)
    command.error(
      `error: --${foreign}-port is no port of --cloud ${cloud}; its are ${own.map((name) => `--${name}-port`).join(", ")}.`,
    );
}

/** A file is as it is: how simulated events would be made says nothing about it. */
function unusedOptions(command: Command): readonly string[] {
  const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
  if (!isGiven("input")) return [];
  return ["encoding", ...(isGiven("faults") ? [] : ["seed"])].filter(isGiven).map((name) => `--${name}`);
}

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < from || number > to)
      throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`);
    return number;
  };
}
