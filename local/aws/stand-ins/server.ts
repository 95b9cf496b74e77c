/** Starts a stand-in in a thread of its own: three servers and the function would starve each other in one. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { counterMemory, countersIn } from "../../counters.ts";
import { portError } from "../../port-error.ts";

/** Of each thread; left to itself, the engine lets garbage lie until it has gigabytes. */
const HEAP_MB = 256;
const YOUNG_HEAP_MB = 16;

type Service = "kinesis" | "dynamodb" | "s3";

export interface ServerOptions {
  readonly service: Service;
  /** On 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  /** Kinesis only: how many read every record. @default 1 */
  readonly consumers?: number;
  /** DynamoDB only: throttle some of the writes. */
  readonly throttled?: boolean;
}

/** `directory` is the thread's for what it keeps on disk. */
export type ThreadOptions = ServerOptions & {
  readonly directory: string;
  /** Counters of DynamoDB's: items written, and their write units. */
  readonly written: SharedArrayBuffer;
};

/** What the thread says first: the port it listens on, or why it does not. */
export type Started = { readonly port: number } | { readonly errorCode: string };

/** What it may say later, and what it may be told. DynamoDB only. */
export type Throttled = { readonly throttledCalls: number };
export type Throttle = { readonly throttle: boolean };

export interface StandIn {
  readonly endpoint: string;
  close(): Promise<void>;
}

interface Server extends StandIn {
  readonly throttle: (on: boolean) => void;
  readonly throttledCalls: () => number;
  readonly written: () => { readonly writes: number; readonly units: number };
}

/** A port that is taken is a UserError naming the option. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), `spaces-local-${options.service}-`));
  const written = counterMemory(2);
  const thread = new Worker(new URL("./server-thread.ts", import.meta.url), {
    workerData: { ...options, directory, written } satisfies ThreadOptions,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
  });
  const close = async () => {
    await thread.terminate();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    const started = await new Promise<Started>((resolve, reject) => {
      thread.once("message", resolve);
      thread.once("error", reject);
    });
    if ("errorCode" in started) throw portError(options.service, options.port, started.errorCode);
    const counters = countersIn(written);
    let throttledCalls = 0;
    thread.on("message", (message: Throttled) => {
      throttledCalls = message.throttledCalls;
    });
    return {
      throttle: (on) => thread.postMessage({ throttle: on } satisfies Throttle),
      throttledCalls: () => throttledCalls,
      written: () => ({ writes: counters.read(0), units: counters.read(1) }),
      endpoint: `http://127.0.0.1:${started.port}`,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
