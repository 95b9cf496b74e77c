/** One reading of a thing, again and again, for all who watch it; while nobody does, nothing is read. */
import { setTimeout as sleep } from "node:timers/promises";

export interface Poll<T> {
  /** What is there, and each reading from then on. Who is slow gets the newest, and not all; a reading that fails fails all. */
  watch(signal: AbortSignal): AsyncGenerator<T>;
  watchers(): number;
}

interface Run<T> {
  readonly ending: AbortController;
  latest: T | undefined;
  next: PromiseWithResolvers<T>;
  watchers: number;
}

/** `pauseMs` counts from when a reading began. */
export function newPoll<T extends object>(read: () => Promise<T>, pauseMs: (value: T) => number): Poll<T> {
  let active: Run<T> | undefined;

  function start(): Run<T> {
    const run: Run<T> = { ending: new AbortController(), latest: undefined, next: upcoming<T>(), watchers: 0 };
    void keepReading(run);
    return run;
  }

  async function keepReading(run: Run<T>): Promise<void> {
    const { signal } = run.ending;
    while (!signal.aborted) {
      const beganAtMs = performance.now();
      const { next } = run;
      try {
        const value = await read();
        run.latest = value;
        run.next = upcoming<T>();
        next.resolve(value);
        const leftMs = pauseMs(value) - (performance.now() - beganAtMs);
        await sleep(Math.max(LEAST_PAUSE_MS, leftMs), undefined, { signal });
      } catch (error) {
        if (active === run) active = undefined;
        run.next.reject(error);
        return;
      }
    }
  }

  return {
    async *watch(signal) {
      active ??= start();
      const run = active;
      run.watchers++;
      let given: T | undefined;
      try {
        while (!signal.aborted) {
          const isNew = run.latest !== undefined && run.latest !== given;
          given = isNew ? run.latest : await orAborted(run.next.promise, signal);
          if (given !== undefined) yield given;
        }
      } finally {
        if (--run.watchers === 0) {
          run.ending.abort();
          if (active === run) active = undefined;
        }
      }
    },
    watchers: () => active?.watchers ?? 0,
  };
}

/** Others may read, too. */
const LEAST_PAUSE_MS = 100;

/** Nobody has to wait for it. */
function upcoming<T>(): PromiseWithResolvers<T> {
  const resolvers = Promise.withResolvers<T>();
  resolvers.promise.catch(() => {});
  return resolvers;
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
