/** `spaces`, as a process: a mistake becomes a sentence and an exit code. */
import { CommanderError } from "commander";
import { spacesProgram } from "./program.ts";
import { UserError } from "./user-error.ts";

/** Exit codes: 0 done, 1 it failed or `--strict` found something, 2 the command line was wrong. */
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const LEFT_MS = 5_000;

async function main(argv: readonly string[]): Promise<number> {
  try {
    await spacesProgram().parseAsync(argv as string[]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof UserError) {
      process.stderr.write(`${error.message}\n`);
      return EXIT_FAILED;
    }
    throw error;
  }
}

// A reader that stops early (`spaces simulate | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : EXIT_FAILED));
process.exitCode = await main(process.argv);
// What nobody waits for any more, such as a look that had no answer in its time, does not keep the process.
setTimeout(() => process.stdout.write("", () => process.exit()), LEFT_MS).unref();
