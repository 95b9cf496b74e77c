/** Table Storage that can be short of capacity: a proxy in a thread of its own, which refuses some of the writes when asked to. */
import { Worker } from "node:worker_threads";
import { counterMemory, countersIn } from "../counters.ts";

/** `target` is where the real service listens. */
export type ProxyOptions = {
  readonly target: string;
  readonly throttled: boolean;
  /** A counter of what was handed on. */
  readonly operations: SharedArrayBuffer;
};
export type ToProxy = { readonly throttle: boolean };
export type FromProxy = { readonly port: number } | { readonly throttledCalls: number };

export interface ThrottledTables {
  readonly endpoint: string;
  throttle(on: boolean): void;
  throttledCalls(): number;
  /** Each is billed, whatever it is. */
  operations(): number;
  close(): Promise<void>;
}

/** `endpoint` is that of the service, with the account in its path. */
export async function startThrottledTables(endpoint: string, throttled: boolean): Promise<ThrottledTables> {
  const { host, pathname } = new URL(endpoint);
  const operations = counterMemory(1);
  const counter = countersIn(operations);
  const thread = new Worker(new URL("./short-of-capacity-thread.ts", import.meta.url), {
    workerData: { target: host, throttled, operations } satisfies ProxyOptions,
  });
  let throttledCalls = 0;
  const port = await new Promise<number>((resolve, reject) => {
    thread.once("error", reject);
    thread.on("message", (message: FromProxy) => {
      if ("port" in message) resolve(message.port);
      else throttledCalls = message.throttledCalls;
    });
  });
  return {
    endpoint: `http://127.0.0.1:${port}${pathname}`,
    throttle: (on) => thread.postMessage({ throttle: on } satisfies ToProxy),
    throttledCalls: () => throttledCalls,
    operations: () => counter.read(0),
    close: async () => {
      await thread.terminate();
    },
  };
}
