/** `spaces normalize`: events on standard input → rows on standard output, without any cloud. */
import { randomBytes } from "node:crypto";
import { createWriteStream, type WriteStream } from "node:fs";
import { type Command, Option } from "commander";
import { ConfigurationError, checkedKey } from "../functions/configuration.ts";
import { hmacPseudonyms } from "../functions/hmac.ts";
import { nodeCodec } from "../functions/node-codec.ts";
import { PIPELINE } from "../functions/pipeline.ts";
import { letterLine } from "../functions/s3-dead-letter.ts";
import { DEFAULT_MAX_RECORD_BYTES, decoder, type Encoding } from "../shared/decode/decode.ts";
import { normaliser } from "../shared/normalise/normalise.ts";
import type { SourceRecord } from "../shared/outcome.ts";
import { defaultPrivacyPolicy, type PrivacyPolicy, parsePrivacyPolicy } from "../shared/privacy/policy.ts";
import { privacy } from "../shared/privacy/privacy.ts";
import { processBatch } from "../shared/process-batch.ts";
import { columns, type Row } from "../shared/row.ts";
import { type Framing, framings, recordsFrom } from "./framing.ts";
import { UserError } from "./user-error.ts";

interface Options {
  readonly encoding: Encoding;
  readonly framing: Framing;
  readonly rejects?: string;
  readonly strict: boolean;
  readonly policy?: string;
  readonly ignore: string;
}

/** Bounds memory, not results: rows are printed batch by batch. */
const BATCH_RECORDS = 1_000;

const examples = `
Examples:
  spaces simulate --events 100 | spaces normalize
  spaces normalize --rejects rejects.ndjson --strict < events.ndjson
  spaces normalize --encoding protobuf --framing base64-lines < events.b64

Rows have the columns of the row contract, in its order; absent columns are left out. Pseudonyms are made with
PRIVACY_KEY where it is set, else with a key of this run.`;

export function register(program: Command): void {
  program
    .command("normalize")
    .description("Read events from standard input, print one row per line as JSON.")
    .addOption(
      new Option("--encoding <encoding>", "of the records").choices(["auto", "json", "protobuf"]).default("auto"),
    )
    .addOption(new Option("--framing <framing>", "how records are put in lines").choices(framings).default("lines"))
    .option("--rejects <file>", "write what cannot be used as dead-letter lines")
    .option("--strict", "exit 1 when something was rejected", false)
    .option("--policy <json>", "privacy policy, as PRIVACY_POLICY")
    .option("--ignore <types>", "event types to ignore, comma-separated", "")
    .addHelpText("after", examples)
    .action(normalizeInput);
}

async function normalizeInput(options: Options): Promise<void> {
  const rejects = options.rejects === undefined ? undefined : await openForWriting(options.rejects);
  const ports = portsFor(options, (line) => rejects?.write(line));
  let [line, rejected] = [0, 0];
  let batch: SourceRecord[] = [];
  const flush = async () => {
    for (const { parts } of await processBatch(batch, ports)) {
      for (const { fate, row } of parts) {
        if (row !== undefined && (fate.status === "stored" || fate.status === "duplicate")) await print(rowLine(row));
        if (fate.status === "rejected") rejected++;
      }
    }
    batch = [];
  };
  for await (const payload of recordsFrom(process.stdin, options.framing)) {
    batch.push({ position: String(++line), payload, receivedAtMs: Date.now() });
    if (batch.length === BATCH_RECORDS) await flush();
  }
  await flush();
  if (rejects !== undefined) await new Promise((resolve) => rejects.end(resolve));
  if (rejected > 0)
    process.stderr.write(
      `${rejected} rejected${rejects === undefined ? "; --rejects FILE keeps them with the reasons" : ""}\n`,
    );
  if (options.strict && rejected > 0) process.exitCode = 1;
}

function portsFor(options: Options, writeReject: (line: string) => void) {
  const policy = policyOf(options.policy);
  const key = process.env.PRIVACY_KEY === undefined ? randomBytes(32).toString("hex") : keyOf(process.env.PRIVACY_KEY);
  return {
    decode: decoder({ codec: nodeCodec, encoding: options.encoding, maxRecordBytes: DEFAULT_MAX_RECORD_BYTES }),
    normalise: normaliser({ privacy: privacy(policy, hmacPseudonyms(key)), withPayload: true, pipeline: PIPELINE }),
    ignoreEventTypes: new Set(options.ignore.split(",").filter((type) => type !== "")),
    sinks: [],
    deadLetter: {
      async put(letters: Parameters<Parameters<typeof processBatch>[1]["deadLetter"]["put"]>[0]) {
        for (const letter of letters) writeReject(`${letterLine(letter, "stdin", PIPELINE)}\n`);
      },
    },
    deadline: { expired: () => false, remainingMs: () => Number.POSITIVE_INFINITY },
  };
}

function policyOf(json: string | undefined): PrivacyPolicy {
  if (json === undefined) return defaultPrivacyPolicy;
  const parsed = parsePrivacyPolicy(json);
  if (!parsed.ok) throw new UserError(`--policy is not a privacy policy: ${parsed.error}`);
  return parsed.value;
}

function keyOf(text: string): string {
  try {
    return checkedKey("PRIVACY_KEY", text);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UserError(error.message);
    throw error;
  }
}

function openForWriting(path: string): Promise<WriteStream> {
  const stream = createWriteStream(path);
  return new Promise((resolve, reject) => {
    stream.once("open", () => resolve(stream));
    stream.once("error", (error: NodeJS.ErrnoException) =>
      reject(new UserError(`--rejects cannot be written (${error.code}): choose a file in a folder that exists`)),
    );
  });
}

/** The columns in the contract's order, whatever order they were filled in. */
function rowLine(row: Row): string {
  return `${JSON.stringify(Object.fromEntries(columns.map(({ name }) => [name, row[name]])))}\n`;
}

/** Waits where the reader is slower. */
function print(text: string): Promise<void> | void {
  if (!process.stdout.write(text)) return new Promise((resolve) => process.stdout.once("drain", resolve));
}
