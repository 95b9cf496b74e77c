/** `spaces compact`: what the state machine of a deployed lake does, done to the lake of a local run. */
import { type Command, InvalidArgumentError } from "commander";
import { isDay } from "../shared/lake/sql-literal.ts";
import { findLake } from "./local-lakes.ts";

interface CompactOptions {
  readonly local: string | true;
  readonly before?: string;
}

const examples = `
Examples:
  $ spaces compact --local
  $ spaces compact --local .local/lakes/2026-03-02T10-00-00-1234 --before 2026-03-03`;

export function register(program: Command): void {
  program
    .command("compact")
    .description("move what arrived in a local lake into the table that has each event once")
    .requiredOption("--local [lake]", "a run of npm run local, or a folder (default: the newest run)")
    .option("--before <day>", "move what arrived before this day, yyyy-MM-dd, UTC (default: today)", day)
    .addHelpText("after", examples)
    .action(async ({ local, before }: CompactOptions) => {
      const { compactLocal } = await import("./compact-local.ts");
      const lake = await findLake(typeof local === "string" ? local : undefined);
      const days = await compactLocal(lake, before ?? new Date().toISOString().slice(0, 10));
      console.log(days.length === 0 ? "No day has anything that was not moved." : `Moved ${days.join(", ")}.`);
    });
}

function day(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError("It is a day written as yyyy-MM-dd.");
  return text;
}
