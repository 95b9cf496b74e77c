/**
 * What a channel's function has around parse → process → answer: the batch's report and warnings in the log, and a
 * mistake in the configuration as one sentence.
 */
import type { InvocationContext } from "@azure/functions";
import { ConfigurationError, type Environment, optionalText } from "../runtime/configuration.ts";
import { deadlineOf } from "../shared/batch/deadline.ts";
import { reportOf } from "../shared/batch/report.ts";
import type { Outcome } from "../shared/outcome.ts";
import type { Deadline } from "../shared/ports.ts";
import { invocationLog } from "./invocation-log.ts";

interface Processed {
  readonly outcomes: readonly Outcome[];
  /** To return is to be done with the batch; to throw is to get it again. */
  readonly answer: "return" | "throw";
  /** The outcomes the source will not deliver again. */
  readonly settled: readonly Outcome[];
  /** What an operator should know; counts only. */
  readonly warning?: string;
  /** When the hub took the oldest record. */
  readonly oldestReceivedAtMs?: number;
}

/** The invocation's time, less so many milliseconds that are kept back for what comes after. */
type TimeLeft = (reserveMs: number) => Deadline;

/** A channel, its configuration read and its ports made. `messages` are as the programming model hands them over. */
export type Process = (messages: unknown, context: InvocationContext, timeLeft: TimeLeft) => Promise<Processed>;

/** As host.json says: the context does not tell how much time is left. */
export const FUNCTION_TIMEOUT_MS = 5 * 60_000;

/** Thrown so that the host delivers the batch again. */
class BatchNotDone extends Error {
  override readonly name = "BatchNotDone";

  constructor() {
    super("Records of the batch are not done; the host is to deliver the batch again");
  }
}

/** `start` runs as the module loads; a ConfigurationError it throws ends the app's start. */
export function functionHandler(
  service: string,
  start: (environment: Environment) => Process,
): (messages: unknown, context: InvocationContext) => Promise<void> {
  const processBatch = atStart(start);
  const stage = optionalText(process.env, "STAGE");
  return async (messages, context) => {
    const startedAtMs = Date.now();
    const log = invocationLog(service, stage, context);
    const remainingMs = () => startedAtMs + FUNCTION_TIMEOUT_MS - Date.now();
    try {
      const { outcomes, answer, settled, warning, oldestReceivedAtMs } = await processBatch(
        messages,
        context,
        (reserveMs) => deadlineOf(remainingMs, reserveMs),
      );
      const nowMs = Date.now();
      const report = reportOf(outcomes, settled, nowMs);
      log.report(report, {
        ...(oldestReceivedAtMs !== undefined && { record_age_max: Math.max(0, nowMs - oldestReceivedAtMs) }),
        duration: nowMs - startedAtMs,
      });
      if (report.retryFrom !== undefined) log.warn("records are not done, the batch comes again", report.retryFrom);
      if (report.rejected > 0) log.warn("events were rejected", { rejections: report.rejections });
      if (warning !== undefined) log.warn(warning);
      if (answer === "throw") throw new BatchNotDone();
    } catch (error) {
      if (!(error instanceof BatchNotDone)) log.failure(error);
      throw withoutTrace(error);
    }
  };
}

function atStart<T>(start: (environment: Environment) => T): T {
  try {
    return start(process.env);
  } catch (error) {
    throw withoutTrace(error);
  }
}

/** The trace of what is no bug says nothing more than its sentence. */
function withoutTrace(error: unknown): unknown {
  if (error instanceof ConfigurationError || error instanceof BatchNotDone)
    error.stack = `${error.name}: ${error.message}`;
  return error;
}
