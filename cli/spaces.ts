/** The `spaces` command. Each command's file registers itself; this one only gathers them and turns a mistake into a sentence. */
import completion from "@bomb.sh/tab/commander";
import { Command, CommanderError } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { register as registerBackfill } from "./backfill.ts";
import { register as registerChannel } from "./channel.ts";
import { register as registerCompact } from "./compact.ts";
import { register as registerCost } from "./cost.ts";
import { register as registerDeadLetters } from "./dead-letters.ts";
import { register as registerExplain } from "./explain.ts";
import { register as registerForget } from "./forget.ts";
import { register as registerNormalize } from "./normalize.ts";
import { register as registerNow } from "./now.ts";
import { register as registerPlaces } from "./places.ts";
import { register as registerPut } from "./put.ts";
import { register as registerQuery } from "./query.ts";
import { register as registerSimulate } from "./simulate.ts";
import { UserError } from "./user-error.ts";

/** Exit codes: 0 done, 1 it failed or `--strict` found something, 2 the command line was wrong. */
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

function program(): Command {
  const command = new Command("spaces")
    .description("Work with Cisco Spaces push events: normalise, simulate, query, operate.")
    .version(packageJson.version)
    .showHelpAfterError("(--help shows the options)")
    .exitOverride();
  for (const register of [
    registerNormalize,
    registerExplain,
    registerBackfill,
    registerPlaces,
    registerSimulate,
    registerQuery,
    registerCompact,
    registerForget,
    registerNow,
    registerPut,
    registerDeadLetters,
    registerChannel,
    registerCost,
  ])
    register(command);
  completion(command, { completionCommandName: "completion" });
  for (const child of commandsBelow(command)) child.exitOverride().showHelpAfterError("(--help shows the options)");
  return command;
}

function commandsBelow({ commands }: Command): readonly Command[] {
  return commands.flatMap((command) => [command, ...commandsBelow(command)]);
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(argv as string[]);
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
