/** `spaces simulate`: a believable building's events on standard output. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./number-option.ts";
import { encodeRecords, type RecordEncoding, recordEncodings } from "./simulator/records.ts";
import { simulate } from "./simulator/simulate.ts";

interface Options {
  readonly events: number;
  readonly seed: number;
  readonly rate: number;
  readonly start?: number;
  readonly encoding: RecordEncoding;
}

const examples = `
Examples:
  spaces simulate --events 3
  spaces simulate --events 1000 --seed 7 --rate 50 | spaces normalize
  spaces simulate --events 1000 --encoding protobuf | spaces normalize --framing base64-lines

JSON is printed one event per line. Protobuf and mixed are printed as base64, one record per line. Event types of
v2.0 and of partners are not in the public protobuf contract and stay JSON.`;

export function register(program: Command): void {
  program
    .command("simulate")
    .description("Print the events of a simulated building.")
    .option("--events <n>", "how many", wholeNumber(0, 1e9), 1_000)
    .option("--seed <s>", "the same seed gives the same events", wholeNumber(0, 2 ** 31), 1)
    .option("--rate <r>", "events per second of simulated time, 10 to 10000", wholeNumber(10, 10_000), 100)
    .option("--start <time>", "time of the first event, ISO 8601; default 09:00 UTC on the first day of 2026", isoTime)
    .addOption(new Option("--encoding <encoding>", "of the records").choices(recordEncodings).default("json"))
    .addHelpText("after", examples)
    .action(printEvents);
}

/** Fixed, so that a seed alone says what is printed. */
const DEFAULT_START_MS = Date.UTC(2026, 0, 1, 9);

async function printEvents({ events, seed, rate, start, encoding }: Options): Promise<void> {
  const simulated = simulate({ events, seed, startMs: start ?? DEFAULT_START_MS, eventsPerSecond: rate });
  for (const { bytes } of encodeRecords(simulated, { encoding, seed })) {
    const line = encoding === "json" ? bytes : `${Buffer.from(bytes).toString("base64")}\n`;
    if (!process.stdout.write(line)) await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}

const EARLIEST_MS = Date.UTC(2000);
const LATEST_MS = Date.UTC(2200);

function isoTime(text: string): number {
  const ms = Date.parse(text);
  if (!(ms >= EARLIEST_MS && ms < LATEST_MS))
    throw new InvalidArgumentError("It takes an ISO 8601 time from 2000 to 2200, such as 2026-01-01T09:00:00Z.");
  return ms;
}
