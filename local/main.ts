/** `npm run local`: the whole path on one machine. Exit codes are in the help. */
import { CommanderError } from "commander";
import { UserError } from "../cli/user-error.ts";
import { type LocalOptions, parseOptions } from "./options.ts";
import { run } from "./run.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

function optionsOrExitCode(): LocalOptions | number {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    throw error;
  }
}

async function main(): Promise<number> {
  const options = optionsOrExitCode();
  if (typeof options === "number") return options;
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      // Asked twice, it ends at once.
      if (abort.signal.aborted) process.exit(EXIT_INTERRUPTED);
      abort.abort();
    });
  }
  try {
    await run(options, abort.signal);
    return abort.signal.aborted ? EXIT_INTERRUPTED : 0;
  } catch (error) {
    if (abort.signal.aborted) return EXIT_INTERRUPTED;
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT_FAILED;
  }
}

// A reader that stops early (`npm run local | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : EXIT_FAILED));
process.exit(await main());
