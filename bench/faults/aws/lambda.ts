/** A Lambda function as its source calls it: one execution environment, until its process ends. */
import type { Process } from "../../../functions/lambda-handler.ts";
import { FUNCTION_TIMEOUT_MS } from "../../../local/aws/event-source-mapping.ts";
import { deadlineOf } from "../../../shared/batch/deadline.ts";
import { type Instance, newInstance, ProcessEnded, type World } from "../instance.ts";

/** `undefined`: the invocation has failed, whatever of it is done. */
export type Invoke<Event, Answer> = (event: Event) => Promise<Awaited<ReturnType<Process<Event, Answer>>> | undefined>;

export function lambda<Event, Answer>(
  world: World,
  start: (instance: Instance) => Process<Event, Answer>,
): Invoke<Event, Answer> {
  const { clock, plan, counts } = world;
  let running: { readonly instance: Instance; readonly process: Process<Event, Answer> } | undefined;
  return async (event) => {
    if (running === undefined || running.instance.hasEnded()) {
      const instance = newInstance(world);
      running = { instance, process: start(instance) };
    }
    const { instance, process } = running;
    instance.begin();
    const startedAtMs = clock.nowMs();
    const remainingMs = () => startedAtMs + FUNCTION_TIMEOUT_MS - clock.nowMs();
    try {
      const work = process(event, (reserveMs) => deadlineOf(remainingMs, reserveMs));
      const timeOut = clock.sleep(FUNCTION_TIMEOUT_MS).then(() => undefined);
      const done = await Promise.race([work, instance.ended, timeOut]);
      if (done !== undefined) {
        if (!plan.random.chance(plan.rates.answerLost)) return done;
        counts["crash after the last write"]++;
      }
      running = undefined;
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error;
    }
    return undefined;
  };
}
