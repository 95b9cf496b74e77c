/** A worker process of the function app, as a thread: loads what its package.json names and runs one execution at a time. */
import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { provideCore } from "./core-module.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./worker-messages.ts";

const { app } = workerData as WorkerOptions;

function say(message: FromWorker): void {
  parentPort?.postMessage(message);
}

/** The first line: what follows in some messages is a list of paths. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return "The function threw something that is no error";
  return `${error.name}: ${error.message.split("\n")[0]}`;
}

try {
  const core = provideCore(app);
  const load = createRequire(import.meta.url);
  const { main } = JSON.parse(readFileSync(join(app, "package.json"), "utf8")) as { main: string };
  for (const path of globSync(main, { cwd: app })) load(join(app, path));
  parentPort?.on("message", async (call: ToWorker) => {
    try {
      await core.run(call, (line) => say({ kind: "log", line }));
      say({ kind: "returned" });
    } catch (error) {
      say({ kind: "failed", message: describe(error) });
    }
  });
  // Through JSON, as it goes to the host: functions stay here.
  say(
    JSON.parse(
      JSON.stringify({ kind: "ready", functions: [...core.functions.values()].map(({ metadata }) => metadata) }),
    ),
  );
} catch (error) {
  say({ kind: "unusable", message: describe(error) });
}
