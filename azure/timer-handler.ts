/** What a timer's function has around its work: one line with what it did, and a mistake in the configuration as a sentence. */
import type { InvocationContext } from "@azure/functions";
import { type Environment, optionalText } from "../runtime/configuration.ts";
import { deadlineOf } from "../shared/batch/deadline.ts";
import type { Deadline } from "../shared/ports.ts";
import { FUNCTION_TIMEOUT_MS } from "./function-handler.ts";
import { DONE_MESSAGE, invocationLog } from "./invocation-log.ts";

/** Counts only, never a value of an event. */
type Work = (nowMs: number, deadline: Deadline) => Promise<Readonly<Record<string, unknown>>>;

/**
 * `reserveMs` of the invocation's time are kept back. One instance runs a timer at a time:
 * https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer#usage
 */
export function timerHandler(
  service: string,
  reserveMs: number,
  start: (environment: Environment) => Work,
): (timer: unknown, context: InvocationContext) => Promise<void> {
  const work = start(process.env);
  const stage = optionalText(process.env, "STAGE");
  return async (_timer, context) => {
    const startedAtMs = Date.now();
    const remainingMs = () => startedAtMs + FUNCTION_TIMEOUT_MS - Date.now();
    const log = invocationLog(service, stage, context);
    try {
      log.info(DONE_MESSAGE, await work(startedAtMs, deadlineOf(remainingMs, reserveMs)));
    } catch (error) {
      log.failure(error);
      throw error;
    }
  };
}
