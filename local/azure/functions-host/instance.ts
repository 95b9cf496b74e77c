/**
 * An instance's worker process: ended when an execution takes too long, started again when it died. What died with it
 * fails that one execution; the host, and with it the count of retries, lives on.
 */
import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import { UserError } from "../../../cli/user-error.ts";
import type { AppSettings } from "./host-settings.ts";
import type { Result } from "./invocation.ts";
import type { FromWorker, RegisteredFunction, ToWorker, WorkerOptions } from "./worker-messages.ts";

/** Left to itself, the engine takes more for a short while than the function needs for long. */
const YOUNG_HEAP_MB = 32;

export interface InstanceOptions extends WorkerOptions {
  readonly settings: AppSettings;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

export interface Instance {
  readonly functions: readonly RegisteredFunction[];
  /** One after another, in the order asked. Never rejects for what the function does. */
  execute(call: Omit<ToWorker, "invocationId">): Promise<Result>;
  close(): Promise<void>;
}

/** An app that does not load is a UserError. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  let worker = await startWorker(options);
  let last: Promise<unknown> = Promise.resolve();
  async function execute(call: Omit<ToWorker, "invocationId">): Promise<Result> {
    if (!worker.alive()) worker = await startWorker(options);
    return worker.execute({ ...call, invocationId: randomUUID() });
  }
  return {
    functions: worker.functions,
    execute(call) {
      const result = last.then(() => execute(call));
      last = result.catch(() => {});
      return result;
    },
    close: () => worker.close(),
  };
}

async function startWorker({ app, settings, memoryMb, timeoutMs }: InstanceOptions) {
  const thread = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { app } satisfies WorkerOptions,
    env: { ...settings },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  let hear: (message: FromWorker) => void = () => {};
  let alive = true;
  thread.on("message", (message: FromWorker) => hear(message));
  thread.on("error", (error) => {
    alive = false;
    hear({ kind: "failed", message: `The worker process failed: ${error.message}` });
  });
  thread.on("exit", () => {
    alive = false;
    hear({ kind: "failed", message: "The worker process ended" });
  });
  const functions = await new Promise<readonly RegisteredFunction[]>((resolve, reject) => {
    hear = (message) => {
      if (message.kind === "ready") resolve(message.functions);
      else if (message.kind === "unusable" || message.kind === "failed")
        reject(
          new UserError(`The built function app does not start (${message.message}); npm run build makes it anew.`),
        );
    };
  });

  return {
    functions,
    alive: () => alive,
    close: async () => {
      await thread.terminate();
    },
    execute(call: ToWorker): Promise<Result> {
      const logs: string[] = [];
      return new Promise((resolve) => {
        const end = (result: Omit<Result, "logs">) => {
          clearTimeout(timer);
          hear = () => {};
          resolve({ ...result, logs });
        };
        const timer = setTimeout(() => {
          alive = false;
          void thread.terminate();
          end({ kind: "failed", message: `Timeout value of ${timeoutMs / 1_000} s was exceeded` });
        }, timeoutMs);
        hear = (message) => {
          if (message.kind === "log") logs.push(message.line);
          else if (message.kind === "returned") end({ kind: "returned" });
          else if (message.kind === "failed") end({ kind: "failed", message: message.message });
        };
        thread.postMessage(call);
      });
    },
  };
}
