/** `spaces simulate`: a believable building's events on standard output, into a transport, or as the pull channel serves them. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { wholeNumber } from "./number-option.ts";
import { type EncodedRecord, encodeRecords, type RecordEncoding, recordEncodings } from "./simulator/records.ts";
import { simulate } from "./simulator/simulate.ts";
import { UserError } from "./user-error.ts";

const transports = ["event-hubs", "pubsub"] as const;
type Transport = (typeof transports)[number];

interface Options {
  readonly events: number;
  readonly seed: number;
  readonly rate: number;
  readonly start?: number;
  readonly encoding: RecordEncoding;
  readonly to?: Transport;
  readonly connectionStringEnv?: string;
  readonly topic?: string;
  /** A port. */
  readonly serve?: number;
  readonly window: number;
  readonly faults?: true;
}

const examples = `
Examples:
  spaces simulate --events 3
  spaces simulate --events 1000 --seed 7 --rate 50 | spaces normalize
  spaces simulate --events 1000 --encoding protobuf | spaces normalize --framing base64-lines
  spaces simulate --events 1000 --to event-hubs --connection-string-env PUSH
  spaces simulate --events 1000 --to pubsub --topic projects/my-project/topics/spaces-prod-push
  spaces simulate --serve 8090 --rate 50

JSON is printed one event per line. Protobuf and mixed are printed as base64, one record per line. Event types of
v2.0 and of partners are not in the public protobuf contract and stay JSON.`;

export function register(program: Command): void {
  program
    .command("simulate")
    .description("Print the events of a simulated building.")
    .option("--events <n>", "how many", wholeNumber(0, 1e9), 1_000)
    .option("--seed <s>", "the same seed gives the same events", wholeNumber(0, 2 ** 31), 1)
    .option("--rate <r>", "events per second of simulated time, 10 to 10000", wholeNumber(10, 10_000), 100)
    .option(
      "--start <time>",
      "time of the first event, ISO 8601; default 09:00 UTC on the first day of 2026, with --to now",
      isoTime,
    )
    .addOption(new Option("--encoding <encoding>", "of the records").choices(recordEncodings).default("json"))
    .addOption(new Option("--to <transport>", "send them there in place of printing them").choices(transports))
    .option("--connection-string-env <name>", "environment variable that has the connection string of the hub's rule")
    .option("--topic <name>", "projects/PROJECT/topics/TOPIC, published to with Google's default credentials")
    .option(
      "--serve [port]",
      "serve them as Cisco's pull channel does, with places and maps, in place of printing them",
      port,
    )
    .option("--window <minutes>", "with --serve: how long events can be asked for again", wholeNumber(1, 60), 10)
    .option("--faults", "with --serve: some calls are refused, cut short or fall silent")
    .addHelpText("after", examples)
    .action(async (options: Options, command: Command) => {
      if (options.serve !== undefined)
        return (await import("./simulator/spaces-api/serve.ts")).serveEvents(
          options,
          command.getOptionValueSource("events") !== "default",
        );
      return options.to === undefined ? printEvents(options) : send[options.to](options);
    });
}

/** A bare `--serve` is any free one. */
function port(text: string): number {
  return wholeNumber(0, 65_535)(text);
}

/** Fixed, so that a seed alone says what is printed. */
const DEFAULT_START_MS = Date.UTC(2026, 0, 1, 9);

function recordsOf({ events, seed, rate, start, encoding }: Options, defaultStartMs: number): Iterable<EncodedRecord> {
  const simulated = simulate({ events, seed, startMs: start ?? defaultStartMs, eventsPerSecond: rate });
  return encodeRecords(simulated, { encoding, seed });
}

const send: Readonly<Record<Transport, (options: Options) => Promise<void>>> = {
  "event-hubs": sendToHub,
  pubsub: publish,
};

/** By the variable's name: what stands in a command line, other users of the machine can read. */
async function sendToHub(options: Options): Promise<void> {
  const { connectionStringEnv: name } = options;
  const connectionString = name === undefined ? undefined : process.env[name];
  if (!connectionString)
    throw new UserError(
      `${name === undefined ? "--to wants --connection-string-env with the name of a variable" : `The environment variable ${name} is not set`}; it holds the connection string that spaces channel --cloud azure --show-secret prints.`,
    );
  if (!/(^|;)EntityPath=[^;]+/.test(connectionString))
    throw new UserError(`The connection string in ${name} names no hub: it is to end in EntityPath=….`);
  const { sendToEventHub } = await import("./azure/send-events.ts");
  console.error(`Sent ${await sendToEventHub(recordsOf(options, Date.now()), connectionString)} records.`);
}

async function publish(options: Options): Promise<void> {
  if (options.topic === undefined)
    throw new UserError("--to pubsub wants --topic with the topic name that spaces channel --cloud gcp prints.");
  const { publishTo } = await import("./gcp/publish-events.ts");
  console.error(`Published ${await publishTo(options.topic, recordsOf(options, Date.now()))} records.`);
}

async function printEvents(options: Options): Promise<void> {
  const { encoding } = options;
  for (const { bytes } of recordsOf(options, DEFAULT_START_MS)) {
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
