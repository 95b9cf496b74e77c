/**
 * An instance's worker process: executions of all partitions run in it side by side. It is ended when one of them takes
 * too long, and started again when it died: that fails whatever was under way. The host, and with it the count of
 * retries, lives on.
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
  /** Never rejects for what the function does. */
  execute(call: Omit<ToWorker, "invocationId">): Promise<Result>;
  close(): Promise<void>;
}

/** An app that does not load is a UserError. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const first = await startWorker(options);
  let worker = Promise.resolve(first);
  return {
    functions: first.functions,
    async execute(call) {
      const current = worker;
      // Whoever finds it dead first starts the next one, for all.
      if (!(await current).alive() && worker === current) worker = startWorker(options);
      return (await worker).execute({ ...call, invocationId: randomUUID() });
    },
    close: async () => (await worker).close(),
  };
}

interface UnderWay {
  readonly logs: string[];
  end(result: Omit<Result, "logs">): void;
}

async function startWorker({ app, settings, memoryMb, timeoutMs }: InstanceOptions) {
  const thread = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: { app } satisfies WorkerOptions,
    env: { ...settings },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  const underWay = new Map<string, UnderWay>();
  let alive = true;

  function die(message: string): void {
    alive = false;
    for (const execution of underWay.values()) execution.end({ kind: "failed", message });
  }

  const functions = await new Promise<readonly RegisteredFunction[]>((resolve, reject) => {
    const unusable = (message: string) =>
      reject(new UserError(`The built function app does not start (${message}); npm run build makes it anew.`));
    thread.on("message", (message: FromWorker) => {
      if (message.kind === "ready") resolve(message.functions);
      else if (message.kind === "unusable") unusable(message.message);
      else if (message.kind === "log") underWay.get(message.invocationId)?.logs.push(message.line);
      else underWay.get(message.invocationId)?.end(message);
    });
    thread.on("error", (error) => {
      die(`The worker process failed: ${error.message}`);
      unusable(error.message);
    });
    thread.on("exit", () => {
      die("The worker process ended");
      unusable("its process ended");
    });
  });

  return {
    functions,
    alive: () => alive,
    close: async () => {
      await thread.terminate();
    },
    execute(call: ToWorker): Promise<Result> {
      return new Promise((resolve) => {
        const logs: string[] = [];
        const timer = setTimeout(() => {
          underWay.get(call.invocationId)?.end({ kind: "failed", message: timedOut(timeoutMs) });
          die("The worker process ended");
          void thread.terminate();
        }, timeoutMs);
        underWay.set(call.invocationId, {
          logs,
          end({ kind, message }) {
            clearTimeout(timer);
            underWay.delete(call.invocationId);
            resolve({ kind, ...(message !== undefined && { message }), logs });
          },
        });
        if (alive) thread.postMessage(call);
        else die("The worker process ended");
      });
    },
  };
}

function timedOut(timeoutMs: number): string {
  return `Timeout value of ${timeoutMs / 1_000} s was exceeded`;
}
