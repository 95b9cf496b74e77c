/** Keeps one instance of the function up at one address, as Cloud Run does: an instance that ends is started again. */
import { type Instance, type InstanceOptions, startInstance } from "./instance.ts";

export interface FunctionsHost {
  /** Where it answers, over all instances. */
  readonly url: string;
  /** How many instances ended before their time. */
  deaths(): number;
  /** Ends the instance as it stands, with all that is under way in it; another one is started. */
  kill(): void;
  close(): Promise<void>;
}

export type FunctionsHostOptions = Omit<InstanceOptions, "port"> & { readonly port?: number };

/** A function that does not load is a UserError; one that loads no more later stays away. */
export async function startFunctionsHost({ port = 0, ...options }: FunctionsHostOptions): Promise<FunctionsHost> {
  let instance: Instance = await startInstance({ ...options, port });
  const { port: taken } = instance;
  let deaths = 0;
  let isClosed = false;
  let restarting: Promise<void> = Promise.resolve();

  function watch(current: Instance): void {
    void current.ended.then(() => {
      if (isClosed) return;
      deaths++;
      restarting = startInstance({ ...options, port: taken }).then(
        (next) => {
          instance = next;
          watch(next);
        },
        (error: Error) => options.logged(JSON.stringify({ severity: "ERROR", message: error.message })),
      );
    });
  }

  watch(instance);
  return {
    url: `http://127.0.0.1:${taken}/`,
    deaths: () => deaths,
    kill: () => instance.kill(),
    async close() {
      isClosed = true;
      await restarting;
      instance.kill();
      await instance.ended;
    },
  };
}
