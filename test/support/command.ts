/** A command of `spaces` in this process, as commander runs it; its refusals are thrown. */
import { Command } from "commander";

export async function runCommand(register: (program: Command) => void, words: readonly string[]): Promise<void> {
  const program = new Command();
  program.exitOverride().configureOutput({ writeErr: () => undefined });
  register(program);
  for (const command of program.commands) command.copyInheritedSettings(program);
  await program.parseAsync([...words], { from: "user" });
}
