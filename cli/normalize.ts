/** `spaces normalize`: events on standard input → rows on standard output, without any cloud. */
import { open } from "node:fs/promises";
import type { Command } from "commander";
import { nodeCodec } from "../runtime/node-codec.ts";
import { PIPELINE } from "../runtime/pipeline.ts";
import { newCore } from "../runtime/start-core.ts";
import { batchInNoHurry } from "../shared/batch/batch.ts";
import { type Ports, processBatch } from "../shared/batch/process-batch.ts";
import { letterLine } from "../shared/letter-line.ts";
import type { SourceRecord } from "../shared/outcome.ts";
import type { DeadLetter } from "../shared/ports.ts";
import { type CoreCommandOptions, coreOptions, withCoreOptions } from "./core-options.ts";
import { recordsFromStdin } from "./framing.ts";
import { print } from "./print.ts";
import { rowColumns } from "./row-columns.ts";
import { UserError } from "./user-error.ts";

interface Options extends CoreCommandOptions {
  readonly rejects?: string;
  readonly strict: boolean;
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
  const command = program
    .command("normalize")
    .description("Read events from standard input, print one row per line as JSON.");
  withCoreOptions(command, "")
    .option("--rejects <file>", "write what cannot be used as dead-letter lines")
    .option("--strict", "exit 1 when something was rejected", false)
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
      if ("row" in fate) await print(`${JSON.stringify(rowColumns(fate.row))}\n`);
      if (fate.status === "rejected") rejected++;
    }
    rejects?.check();
    batch = [];
  };
  for await (const payload of recordsFromStdin(options.framing)) {
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

function portsFor(options: Options, deadLetter: DeadLetter): Ports {
  return { ...newCore(coreOptions(options)), sinks: [], deadLetter };
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
