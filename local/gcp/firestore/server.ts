/** An embedded Firestore, in a thread of its own and in memory. What it knows of the service is in `service.ts`. */
import { Worker } from "node:worker_threads";

export interface FirestoreOptions {
  /** On 127.0.0.1; 0 picks a free one. */
  readonly port: number;
  /** Throttle some of the writes from the start. */
  readonly throttled?: boolean;
}

export type ToFirestore = { readonly throttle: boolean };
export type FromFirestore = { readonly port: number } | { readonly throttledCalls: number };

export interface LocalFirestore {
  /** `host:port`, as FIRESTORE_EMULATOR_HOST has it. */
  readonly endpoint: string;
  throttle(on: boolean): void;
  throttledCalls(): number;
  close(): Promise<void>;
}

/** A million events of 1.2 KB, and some room. */
const HEAP_MB = 3_072;

export async function startFirestore(options: FirestoreOptions): Promise<LocalFirestore> {
  const thread = new Worker(new URL("./server-thread.ts", import.meta.url), {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  let throttledCalls = 0;
  const port = await new Promise<number>((resolve, reject) => {
    thread.once("error", reject);
    thread.on("message", (message: FromFirestore) => {
      if ("port" in message) resolve(message.port);
      else throttledCalls = message.throttledCalls;
    });
  });
  return {
    endpoint: `127.0.0.1:${port}`,
    throttle: (on) => thread.postMessage({ throttle: on } satisfies ToFirestore),
    throttledCalls: () => throttledCalls,
    close: async () => {
      await thread.terminate();
    },
  };
}
