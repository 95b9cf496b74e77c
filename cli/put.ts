/** `spaces put`: a file's records into a stage, as Cisco would put them. */
import { type Command, Option } from "commander";
import { backOff } from "../runtime/back-off.ts";
import { confirmed } from "./confirmed.ts";
import { type Framing, framings } from "./framing.ts";
import { wholeNumber } from "./number-option.ts";
import { newProgress } from "./progress.ts";
import { openRecordFile, openRecords } from "./record-file.ts";
import { type FindStage, findStage, type StageOptions, stageOptions } from "./stage/find-stage.ts";
import { putAll } from "./stage/put-all.ts";
import type { Stage } from "./stage/stage.ts";
import type { Transport } from "./stage/transport.ts";
import { withStage } from "./stage/with-stage.ts";
import { UserError } from "./user-error.ts";

interface PutOptions extends StageOptions {
  readonly framing?: Framing;
  readonly channel?: string;
  readonly skip: number;
  readonly yes?: true;
  readonly json?: true;
}

const STANDARD_INPUT = "-";
const EXIT_REFUSED = 1;

const notes = `
A line is a record: one JSON event, or a record's bytes in base64, gzip or not. Events of the tenant they name are stored
among that tenant's; what was put before is stored once.

Examples:
  $ spaces put events.ndjson --stage dev
  $ spaces simulate --events 1000 | spaces put - --local --yes`;

/** `find` is replaced in tests. */
export function register(program: Command, find: FindStage = findStage): void {
  stageOptions(program.command("put").description("put the records of a file into a stage"))
    .argument("<file>", "one record a line; - reads standard input")
    .addOption(
      new Option("--framing <framing>", "how records are put in lines (default: as the file looks)").choices(framings),
    )
    .option("--channel <channel>", "into this channel, where the stage has several (default: the first)")
    .addOption(
      new Option("--skip <n>", "leave out the first n records, which were put before")
        .default(0)
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    )
    .option("--yes", "do it, without asking")
    .option("--json", "the counts as JSON")
    .addHelpText("after", notes)
    .action((file: string, options: PutOptions) =>
      withStage(find, options, (stage, signal) => putFile(file, stage, options, signal)),
    );
}

async function putFile(file: string, stage: Stage, options: PutOptions, signal: AbortSignal): Promise<void> {
  const transport = transportOf(stage, options.channel);
  if (options.yes !== true && !(await agreed(file, stage, transport, options, signal))) return;
  const progress = newProgress();
  const counts = { put: 0, bytes: 0, refused: {} as Record<string, number> };
  const payloadOf = (record: Uint8Array) => record;
  let done = options.skip;
  try {
    for await (const call of putAll(await open(file, options), { transport, payloadOf, backOff, signal })) {
      for (const { item, answer } of call) {
        done++;
        counts.put += answer.refused === undefined ? 1 : 0;
        counts.bytes += answer.refused === undefined ? item.length : 0;
        if (answer.refused !== undefined) counts.refused[answer.refused] = (counts.refused[answer.refused] ?? 0) + 1;
      }
      progress.tell(() => `${counts.put} records put`);
    }
  } catch (error) {
    if (done > options.skip) console.error(`It got as far as --skip ${done}.`);
    throw error;
  } finally {
    progress.end();
  }
  const refused = Object.entries(counts.refused).map(([code, records]) => `${records} were refused: ${code}`);
  if (options.json) console.log(JSON.stringify(counts));
  else
    console.log(`${[`Put ${megabytes(counts)} into ${transport.channel} of ${stage.name}`, ...refused].join("; ")}.`);
  if (refused.length > 0) process.exitCode = EXIT_REFUSED;
  if (signal.aborted) console.error(`Stopped; --skip ${done} goes on from there.`);
}

/** Reads the file once to say what would be put. */
async function agreed(
  file: string,
  stage: Stage,
  transport: Transport,
  options: PutOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (file === STANDARD_INPUT)
    throw new UserError("What comes on standard input is read once, and is put only with --yes.");
  const counts = { put: 0, bytes: 0 };
  for await (const record of await open(file, options)) {
    if (signal.aborted) return false;
    counts.put++;
    counts.bytes += record.length;
  }
  console.error(`Would put ${megabytes(counts)} into ${transport.channel} of ${stage.name}.`);
  if (counts.put > 0 && (await confirmed("Put them?"))) return true;
  console.error("Nothing was put; --yes does it.");
  return false;
}

async function* open(file: string, { framing, skip }: PutOptions): AsyncGenerator<Uint8Array> {
  const records =
    file === STANDARD_INPUT
      ? await openRecords(process.stdin, "Standard input", framing)
      : await openRecordFile(file, "The file", framing);
  let left = skip;
  for await (const record of records) if (left-- <= 0) yield record;
}

function transportOf({ transports, name }: Stage, channel: string | undefined): Transport {
  const found = transports.find((transport) => channel === undefined || transport.channel === channel);
  if (found !== undefined) return found;
  const channels = transports.map((transport) => transport.channel).join(" and ");
  throw new UserError(`${name[0]?.toUpperCase()}${name.slice(1)} has no such channel; --channel takes ${channels}.`);
}

function megabytes({ put, bytes }: { readonly put: number; readonly bytes: number }): string {
  return `${put} records (${(bytes / 1e6).toFixed(1)} MB)`;
}
