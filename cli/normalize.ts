/** `spaces normalize`: events on standard input → rows on standard output, without any cloud. */
import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { type Command, Option } from "commander";
import { ConfigurationError, checkedKey } from "../runtime/configuration.ts";
import { hmacPseudonyms } from "../runtime/hmac.ts";
import { nodeCodec } from "../runtime/node-codec.ts";
import { PIPELINE } from "../runtime/pipeline.ts";
import { newCore } from "../runtime/start-core.ts";
import { batchInNoHurry } from "../shared/batch/batch.ts";
import { type Ports, processBatch } from "../shared/batch/process-batch.ts";
import { DEFAULT_MAX_RECORD_BYTES, type Encoding } from "../shared/decode/decode.ts";
import { letterLine } from "../shared/letter-line.ts";
import type { SourceRecord } from "../shared/outcome.ts";
import type { DeadLetter } from "../shared/ports.ts";
import { defaultPrivacyPolicy, type PrivacyPolicy, parsePrivacyPolicy } from "../shared/privacy/policy.ts";
import { columnList, type Row } from "../shared/row.ts";
import { type Framing, framings, recordsFrom } from "./framing.ts";
import { print } from "./print.ts";
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

A line is a record: one JSON event, not spread over lines. Nothing is ignored unless --ignore says so. Rows have the
columns of the row contract, in its order; absent columns are left out. Pseudonyms are made with
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
  const rejects = options.rejects === undefined ? undefined : await rejectsFile(options.rejects);
  const ports = portsFor(options, rejects?.deadLetter ?? { put: async () => {} });
  let [line, rejected] = [0, 0];
  let batch: SourceRecord[] = [];
  const flush = async () => {
    const outcomes = await processBatch(batchInNoHurry(batch, "stdin"), ports);
    for (const fate of outcomes.flatMap(({ parts }) => parts)) {
      if ("row" in fate) await print(rowLine(fate.row));
      if (fate.status === "rejected") rejected++;
    }
    rejects?.check();
    batch = [];
  };
  for await (const payload of readInput(options.framing)) {
    batch.push({ position: String(++line), payload, receivedAtMs: Date.now() });
    if (batch.length === BATCH_RECORDS) await flush();
  }
  await flush();
  await rejects?.close();
  if (rejected > 0) {
    const hint = rejects === undefined ? "; --rejects FILE keeps them with the reasons" : "";
    process.stderr.write(`${rejected} rejected${hint}\n`);
  }
  if (options.strict && rejected > 0) process.exitCode = 1;
}

async function* readInput(framing: Framing): AsyncGenerator<Uint8Array> {
  try {
    yield* recordsFrom(process.stdin, framing);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError(`Standard input cannot be read (${code}): give it a file or a pipe of events`);
  }
}

function portsFor(options: Options, deadLetter: DeadLetter): Ports {
  const policy = policyOf(options.policy);
  const key = process.env.PRIVACY_KEY === undefined ? randomBytes(32).toString("hex") : keyOf(process.env.PRIVACY_KEY);
  return {
    ...newCore({
      policy,
      pseudonymise: hmacPseudonyms(key),
      encoding: options.encoding,
      maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
      withPayload: true,
      ignoreEventTypes: new Set(options.ignore.split(",").filter((type) => type !== "")),
    }),
    sinks: [],
    deadLetter,
  };
}

/** `check` throws what writing failed with: the batch itself only answers that its letters were not kept. */
async function rejectsFile(path: string) {
  let failure: UserError | undefined;
  const refuse = (error: unknown) => {
    failure = new UserError(
      `--rejects cannot be written (${(error as NodeJS.ErrnoException).code}): choose a file in a folder that exists, on a disk with room`,
    );
    return failure;
  };
  const file = await open(path, "w").catch((error: unknown) => {
    throw refuse(error);
  });
  const deadLetter: DeadLetter = {
    async put(letters, { name }) {
      const lines = letters.map((letter) => `${letterLine(letter, name, PIPELINE, nodeCodec)}\n`);
      await file.writeFile(lines.join("")).catch((error: unknown) => {
        throw refuse(error);
      });
    },
  };
  return {
    deadLetter,
    check() {
      if (failure !== undefined) throw failure;
    },
    close: () => file.close(),
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

/** The columns in the contract's order, whatever order they were filled in. */
function rowLine(row: Row): string {
  return `${JSON.stringify(Object.fromEntries(columnList.map(({ name }) => [name, row[name]])))}\n`;
}
