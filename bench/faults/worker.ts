/** A thread that runs one seed after the other. */
import { parentPort } from "node:worker_threads";
import { type Job, runSeed } from "./run-seed.ts";

// Injected errors are many, and nobody reads where they were made.
Error.stackTraceLimit = 0;

parentPort?.on("message", (job: Job) => {
  runSeed(job).then(
    (result) => parentPort?.postMessage(result),
    (error: unknown) => parentPort?.postMessage({ ...job, failed: error instanceof Error ? error.name : typeof error }),
  );
});
