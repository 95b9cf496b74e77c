/** An embedded Firestore, in a thread of its own and in memory. What it knows of the service is in `service.ts`. */
import { Worker } from "node:worker_threads";
import { counterMemory, countersIn } from "../../counters.ts";
import { portError } from "../../port-error.ts";

export interface FirestoreOptions {
  /** On 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  /** Throttle some of the writes from the start. */
  readonly throttled?: boolean;
}

export type ThreadOptions = FirestoreOptions & {
  /** A counter of documents that were written. */
  readonly written: SharedArrayBuffer;
};
export type ToFirestore = { readonly throttle: boolean };
export type FromFirestore =
  | { readonly port: number }
  | { readonly errorCode: string }
  | { readonly throttledCalls: number };

export interface LocalFirestore {
  /** `host:port`, as FIRESTORE_EMULATOR_HOST has it. */
  readonly endpoint: string;
  throttle(on: boolean): void;
  throttledCalls(): number;
  /** Documents. */
  written(): number;
  close(): Promise<void>;
}

/** A million events of 1.2 KB, and some room. */
const HEAP_MB = 3_072;

/** A port that is taken is a UserError naming the option. */
export async function startFirestore(options: FirestoreOptions): Promise<LocalFirestore> {
  const written = counterMemory(1);
  const counter = countersIn(written);
  const thread = new Worker(new URL("./server-thread.ts", import.meta.url), {
    workerData: { ...options, written } satisfies ThreadOptions,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let throttledCalls = 0;
  const started = new Promise<number>((resolve, reject) => {
    thread.once("error", reject);
    thread.on("message", (message: FromFirestore) => {
      if ("port" in message) resolve(message.port);
      else if ("errorCode" in message) reject(portError("firestore", options.port, message.errorCode));
      else throttledCalls = message.throttledCalls;
    });
  });
  const port = await started.catch(async (error: unknown) => {
    await thread.terminate();
    throw error;
  });
  return {
    endpoint: `127.0.0.1:${port}`,
    throttle: (on) => thread.postMessage({ throttle: on } satisfies ToFirestore),
    throttledCalls: () => throttledCalls,
    written: () => counter.read(0),
    close: async () => {
      await thread.terminate();
    },
  };
}
