/** An execution environment: a thread with its own process.env and output, thrown away after a time-out as Lambda does. */
import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import { UserError } from "../../../cli/user-error.ts";
import type { Invocation } from "../invocation.ts";
import type { FromWorker, ToWorker, WorkerOptions } from "./worker-messages.ts";

/** Left to itself, the engine takes more for a short while than the function needs for long. */
const YOUNG_HEAP_MB = 32;

export interface EnvironmentOptions extends WorkerOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export interface ExecutionEnvironment {
  /** One at a time. Never rejects. */
  invoke(event: unknown): Promise<Invocation>;
  /** False once it timed out or died: it takes no more invocations. */
  alive(): boolean;
  close(): Promise<void>;
}

/** A bundle that does not load is a UserError. */
export async function startEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const { env, timeoutMs, ...workerData } = options;
  const thread = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData,
    env: { ...env },
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  let hear: (message: FromWorker) => void = () => {};
  let alive = true;
  thread.on("message", (message: FromWorker) => hear(message));
  thread.on("error", (error) => hear({ kind: "failed", message: `Runtime exited with error: ${error.message}` }));
  thread.on("exit", () => {
    alive = false;
    hear({ kind: "failed", message: "Runtime exited without providing a reason" });
  });
  await new Promise<void>((resolve, reject) => {
    hear = (message) => {
      if (message.kind === "ready") resolve();
      else if (message.kind === "unusable" || message.kind === "failed")
        reject(new UserError(`The built function does not start (${message.message}); npm run build makes it anew.`));
    };
  });

  return {
    alive: () => alive,
    close: async () => {
      await thread.terminate();
    },
    invoke(event) {
      const requestId = randomUUID();
      const logs: string[] = [];
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          alive = false;
          void thread.terminate();
          end({ kind: "failed", message: `Task timed out after ${(timeoutMs / 1_000).toFixed(2)} seconds` });
        }, timeoutMs);
        function end(result: { kind: "answered"; response: unknown } | { kind: "failed"; message: string }): void {
          clearTimeout(timer);
          hear = () => {};
          resolve({ requestId, logs, ...result });
        }
        hear = (message) => {
          if (message.kind === "log") logs.push(message.line);
          else if (message.kind === "answered")
            end({ kind: "answered", response: JSON.parse(message.json) as unknown });
          else if (message.kind === "failed") end(message);
        };
        thread.postMessage({ requestId, event, deadlineMs: Date.now() + timeoutMs } satisfies ToWorker);
      });
    },
  };
}
