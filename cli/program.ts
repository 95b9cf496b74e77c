/** The `spaces` command with all its commands. Each command's file registers itself; this one only gathers them. */
import completion from "@bomb.sh/tab/commander";
import { Command } from "commander";
import packageJson from "../package.json" with { type: "json" };
import { register as registerBackfill } from "./backfill.ts";
import { register as registerChannel } from "./channel.ts";
import { register as registerCompact } from "./compact.ts";
import { register as registerConsole } from "./console.ts";
import { register as registerCost } from "./cost.ts";
import { register as registerDeadLetters } from "./dead-letters.ts";
import { register as registerDoctor } from "./doctor.ts";
import { register as registerExplain } from "./explain.ts";
import { register as registerForget } from "./forget.ts";
import { register as registerNormalize } from "./normalize.ts";
import { register as registerNow } from "./now.ts";
import { register as registerPlaces } from "./places.ts";
import { register as registerPut } from "./put.ts";
import { register as registerQuery } from "./query.ts";
import { register as registerReplay } from "./replay.ts";
import { register as registerSimulate } from "./simulate.ts";
import { register as registerTap } from "./tap.ts";
import { register as registerVerify } from "./verify.ts";

export function spacesProgram(): Command {
  const command = new Command("spaces")
    .description("Work with Cisco Spaces push events: normalise, simulate, query, operate.")
    .version(packageJson.version)
    .showHelpAfterError("(--help shows the options)")
    .exitOverride();
  for (const register of [
    registerNormalize,
    registerSimulate,
    registerQuery,
    registerCompact,
    registerForget,
    registerNow,
    registerConsole,
    registerDoctor,
    registerVerify,
    registerTap,
    registerPut,
    registerDeadLetters,
    registerReplay,
    registerExplain,
    registerBackfill,
    registerPlaces,
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
