#!/usr/bin/env node
/**
 * `npx spaces`: the command, on a Node that runs TypeScript. The one that started this may be older than the package's
 * own, which is a dependency of it.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const OWN_MAJOR = 24;
const FIRST_SIGNAL_EXIT = 128;
const command = new URL("../cli/spaces.ts", import.meta.url);
const node = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));

if (Number(process.versions.node.split(".")[0]) >= OWN_MAJOR) {
  await import(command.href);
} else if (!existsSync(node)) {
  process.stderr.write(
    `The command needs Node ${OWN_MAJOR}, which npm ci installs with the package; run that first.\n`,
  );
  process.exitCode = 1;
} else {
  const child = spawn(node, [fileURLToPath(command), ...process.argv.slice(2)], { stdio: "inherit" });
  // A terminal's Ctrl-C reaches both; this one waits for what the command makes of it.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? FIRST_SIGNAL_EXIT + constants.signals[signal];
  });
}
