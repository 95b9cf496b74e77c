/** `spaces explain`: what becomes of a record and why, step by step; of records on standard input without any cloud. */
import type { Command } from "commander";
import { newCore } from "../runtime/start-core.ts";
import { type CoreCommandOptions, coreOptions, withCoreOptions } from "./core-options.ts";
import { explainer } from "./explain/explain.ts";
import { memoryTables } from "./explain/memory-tables.ts";
import { showExplanation } from "./explain/show.ts";
import { recordsFromStdin } from "./framing.ts";
import { print } from "./print.ts";

interface ExplainOptions extends CoreCommandOptions {
  readonly json?: true;
}

const examples = `
Examples:
  spaces explain --framing whole < event.json
  spaces simulate --events 3 | spaces explain
  spaces explain --framing base64-lines --json < records.b64

A line is a record, or all of it is one with --framing whole. The tables are empty when the first record comes, and hold what the records before it left. What is
printed is what the events say: personal, where they are real. Pseudonyms are made with PRIVACY_KEY where it is set, else
with a key of this run.`;

export function register(program: Command): void {
  const command = program
    .command("explain")
    .description("Read records from standard input, print what becomes of each, step by step, and why.");
  withCoreOptions(command, "KEEP_ALIVE")
    .option("--json", "one JSON object a record")
    .addHelpText("after", examples)
    .action(explainInput);
}

async function explainInput(options: ExplainOptions): Promise<void> {
  const explain = explainer({
    core: newCore(coreOptions(options)),
    encoding: options.encoding,
    tables: memoryTables(),
  });
  let line = 0;
  for await (const payload of recordsFromStdin(options.framing)) {
    const explanation = await explain({ position: String(++line), payload, receivedAtMs: Date.now() });
    await print(options.json === true ? `${JSON.stringify(explanation)}\n` : showExplanation(explanation));
  }
}
