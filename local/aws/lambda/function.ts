/** The function: as many execution environments as there are invocations at a time, each reused when it is free. */
import type { Invocation } from "../invocation.ts";
import { type EnvironmentOptions, type ExecutionEnvironment, startEnvironment } from "./environment.ts";

export interface LambdaFunction {
  /** Never rejects for what the handler does; rejects when the bundle does not load. */
  invoke(event: unknown): Promise<Invocation>;
  close(): Promise<void>;
}

/** Starts one environment at once, so that a bundle that does not load is known before anything is pushed. */
export async function startFunction(options: EnvironmentOptions): Promise<LambdaFunction> {
  const free: ExecutionEnvironment[] = [await startEnvironment(options)];
  const all = new Set(free);
  return {
    async invoke(event) {
      let environment = free.pop();
      if (environment === undefined) {
        environment = await startEnvironment(options);
        all.add(environment);
      }
      const invocation = await environment.invoke(event);
      if (environment.alive()) free.push(environment);
      else all.delete(environment);
      return invocation;
    },
    async close() {
      await Promise.all([...all].map((environment) => environment.close()));
    },
  };
}
